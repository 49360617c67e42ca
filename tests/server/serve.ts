/** Run as a process of its own, to be killed: serves the site below the folder that is given, and prints its address. */
import {join} from "node:path";
import {startServer} from "../../apps/cli/src/server/start-server.ts";

const [folder = ""] = process.argv.slice(2);
const {url} = await startServer({
  root: join(folder, "notebooks"),
  folder: "gallery",
  open: null,
  port: 0,
  models: join(folder, "models"),
  editor: join(folder, "editor"),
  version: "1.2.3"
});
console.log(url);
