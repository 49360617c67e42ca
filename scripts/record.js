/**
 * `npm run record [FILTER…]`: runs the laws and the slow files that are recorded, and writes what they measured to
 * tests/replay/record.json, and which files passed to tests/replay/files.json.
 */
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {advice, ensureBrowser} from "./ensure-browser.js";
import {root, runNode} from "./node.js";
import {setup} from "./setup.js";

const lawTests = [
  ...["causal", "lenses", "methods"].map((name) => `tests/engine/${name}.test.ts`),
  "tests/onnx/models.browser.test.ts",
  ...["models", "methods", "cache", "lenses", "batches", "hardware", "quantised"].map(
    (name) => `tests/webgpu/${name}.browser.test.ts`
  )
];

const slowFiles = JSON.parse(readFileSync(join(root, "tests/replay/slow-files.json"), "utf8"));
const recorded = [...new Set([...lawTests, ...slowFiles])];

const folder = mkdtempSync(join(tmpdir(), "ecco-record-"));
const file = join(folder, "measured.jsonl");
const before = join(folder, "sources");
try {
  await setup();
  if (!(await ensureBrowser())) throw new Error(`some laws are of browsers: ${advice}`);
  const filters = process.argv.slice(2);
  const reporters = ["--reporter=default", "--reporter=./scripts/record-reporter.js"];
  await runNode("scripts/record-write.js", [before]);
  const code = await runNode(
    "node_modules/vitest/vitest.mjs",
    [
      "run",
      "--project=node",
      "--project=browser",
      "--project=pages",
      ...(filters.length > 0 ? filters : recorded),
      ...reporters
    ],
    {env: {ECCO_RECORD: file}}
  );
  if (code !== 0) console.error("some tests failed: what they belong to is not recorded");
  process.exitCode = (await runNode("scripts/record-write.js", [before, file])) || code;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, {recursive: true, force: true});
}
