/**
 * `npm run check`: all tests, and beside them format, lint, types, dead code, duplicates, known faults and licences of
 * packages; ends with the tests' line.
 */
import {closeSync, mkdtempSync, openSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {runNode} from "./node.js";
import {setup} from "./setup.js";
import {runTests, summary} from "./test.js";

const folders = ["packages", "apps", "tests", "scripts", "bench"];
const steps = {
  format: [
    "node_modules/oxfmt/bin/oxfmt",
    "--check",
    "--no-error-on-unmatched-pattern",
    ...folders,
    "."
  ],
  lint: ["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings", ...folders],
  types: ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."],
  "dead code": ["node_modules/knip/bin/knip.js", "--no-progress"],
  duplicates: ["scripts/duplicates.js"],
  audit: ["scripts/audit.js"]
};

const failed = [];

const folder = mkdtempSync(join(tmpdir(), "ecco-check-"));

/** Runs one step; what it prints is said when it ends, with its name and time: the tests are printing meanwhile. */
async function step(name, [script, ...args]) {
  const start = performance.now();
  const file = join(folder, "printed");
  const printed = openSync(file, "w");
  const code = await runNode(script, args, {output: printed});
  closeSync(printed);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const result = code === 0 ? "ok" : "FAILED";
  console.log(`\n== ${name}: ${result} in ${seconds} s\n${readFileSync(file, "utf8").trimEnd()}`);
  if (code !== 0) failed.push(name);
}

async function everyStep() {
  for (const [name, command] of Object.entries(steps)) await step(name, command);
}

let counts = {passed: 0, failed: 1, skipped: 0};
try {
  await setup();
  const [found] = await Promise.all([runTests(), everyStep()]);
  counts = found;
  if (counts.failed > 0) failed.push("tests");
} catch (error) {
  console.error(error.message);
  failed.push("set-up");
} finally {
  rmSync(folder, {recursive: true, force: true});
}
console.log(failed.length === 0 ? "every step is ok" : `failed: ${failed.join(", ")}`);
process.exitCode = failed.length > 0 ? 1 : 0;
console.log(summary(counts));
