/** `npm start`: sets up if needed, then opens the editor on the gallery's first notebook. */
import {runNode} from "./node.js";
import {setup} from "./setup.js";

const args = process.argv.slice(2);
// A notebook or folder of one's own takes the gallery's place; a bare `--port 5000` does not.
const takesValue = new Set(["--port", "-p"]);
const hasTarget = args.some((arg, i) => !arg.startsWith("-") && !takesValue.has(args[i - 1]));

try {
  await setup();
  process.exitCode = await runNode(
    "apps/cli/bin/ecco.js",
    ["edit", ...(hasTarget ? [] : ["notebooks/00-welcome.html"]), ...args],
    {input: "inherit"}
  );
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
