/** `npm run build`: sets up if needed, then writes dist/ with the workspace's own Node. */
import {runNode} from "./node.js";
import {setup} from "./setup.js";

try {
  await setup();
  process.exitCode = await runNode("scripts/build/main.js", process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
