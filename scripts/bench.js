/** `npm run bench [FILTER…]`: sets up if needed, then measures what bench/ compares. */
import {ensureBrowser} from "./ensure-browser.js";
import {runNode} from "./node.js";
import {setup} from "./setup.js";

try {
  await setup();
  await ensureBrowser();
  process.exitCode = await runNode("node_modules/vitest/vitest.mjs", [
    "bench",
    "--run",
    "--config",
    "vitest.bench.config.ts",
    ...process.argv.slice(2)
  ]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
