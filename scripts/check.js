/** `npm run check`: format, lint, types, dead code, duplicates, known faults and licences of packages, then all tests; ends with their line. */
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

/** Runs one step, telling its name and time; what it finds is printed by itself. */
async function step(name, work) {
  const start = performance.now();
  console.log(`\n== ${name}`);
  const ok = await work();
  console.log(
    `== ${name}: ${ok ? "ok" : "FAILED"} in ${((performance.now() - start) / 1000).toFixed(1)} s`
  );
  if (!ok) failed.push(name);
}

let counts = {passed: 0, failed: 1, skipped: 0};
try {
  await setup();
  for (const [name, [script, ...args]] of Object.entries(steps)) {
    await step(name, async () => (await runNode(script, args)) === 0);
  }
  await step("tests", async () => {
    counts = await runTests();
    return counts.failed === 0;
  });
} catch (error) {
  console.error(error.message);
  failed.push("set-up");
}
console.log(failed.length === 0 ? "every step is ok" : `failed: ${failed.join(", ")}`);
process.exitCode = failed.length > 0 ? 1 : 0;
console.log(summary(counts));
