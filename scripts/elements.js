/** `npm run elements`: sets up if needed, then writes docs/elements/ with the workspace's own Node. */
import {runNode} from "./node.js";
import {setup} from "./setup.js";

try {
  await setup();
  process.exitCode = await runNode("scripts/elements/main.js", []);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
