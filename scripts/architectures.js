/** `npm run architectures`: runs what verifies the architectures, and writes docs/architectures.md from its numbers. */
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {advice, ensureBrowser} from "./ensure-browser.js";
import {runNode} from "./node.js";
import {setup} from "./setup.js";

const folder = mkdtempSync(join(tmpdir(), "ecco-architectures-"));
const file = join(folder, "measured.jsonl");
try {
  await setup();
  if (!(await ensureBrowser())) throw new Error(`the table has a column for browsers: ${advice}`);
  const tests = ["tests/engine/architectures.test.ts", "tests/webgpu/models.browser.test.ts"];
  const reporters = ["--reporter=dot", "--reporter=./scripts/measured.js"];
  const code = await runNode(
    "node_modules/vitest/vitest.mjs",
    ["run", "--project", "node", "--project", "browser", ...tests, ...reporters],
    {env: {ECCO_MEASURED: file, ECCO_EVERYTHING: "1"}}
  );
  if (code !== 0) throw new Error("a test failed: docs/architectures.md is left as it is");
  process.exitCode = await runNode("scripts/architectures-page.js", [file]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, {recursive: true, force: true});
}
