/** `npm test [FILTER…]`: sets up if needed, runs the tests, ends with `N passed, N failed`. */
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {advice, ensureBrowser, ensureEngines} from "./ensure-browser.js";
import {runNode} from "./node.js";
import {setup} from "./setup.js";

/**
 * Returns how many tests passed, failed, were skipped, and are of slow files that nothing has changed since they passed;
 * whatever keeps tests from running counts as failed.
 */
export async function runTests(args = []) {
  const counts = {passed: 0, failed: 0, skipped: 0, unchanged: 0};
  const selected = needsBrowser(args) && !(await ensureBrowser()) ? ["--project", "node"] : [];
  if (needsBrowser(args) && selected.length === 0) await ensureEngines();
  const all = args.length === 0 && process.env.ECCO_EVERYTHING !== "1";
  const code = await runVitest([...selected, ...args], counts, all);
  if (selected.length > 0) fail(counts, `tests in the browser did not run: ${advice}`);
  if (code !== 0 && counts.failed === 0) fail(counts, `vitest ended with code ${code}`);
  if (counts.passed + counts.failed === 0) fail(counts, "no test ran");
  return counts;
}

/** Returns the last line of `npm test`. */
export function summary({passed, failed, skipped, unchanged = 0}) {
  const more = {skipped, "unchanged since they passed": unchanged};
  const said = Object.entries(more).map(([what, count]) => (count > 0 ? `, ${count} ${what}` : ""));
  return `${passed} passed, ${failed} failed${said.join("")}`;
}

/** Returns false when the arguments choose the Node project only. */
function needsBrowser(args) {
  const projects = args.flatMap((arg, i) =>
    arg === "--project" ? [args[i + 1]] : arg.startsWith("--project=") ? [arg.slice(10)] : []
  );
  return projects.length === 0 || projects.some((name) => name !== "node");
}

async function runVitest(args, counts, all) {
  const folder = mkdtempSync(join(tmpdir(), "ecco-test-"));
  const file = join(folder, "counts.json");
  try {
    const reporters = ["--reporter=default", "--reporter=./scripts/test-counter.js"];
    const code = await runNode("node_modules/vitest/vitest.mjs", ["run", ...reporters, ...args], {
      env: {ECCO_TEST_COUNTS: file, ...(all ? {ECCO_UNCHANGED_FILES: "1"} : {})}
    });
    try {
      Object.assign(counts, JSON.parse(readFileSync(file, "utf8")));
    } catch {
      fail(counts, "vitest ended before it reported");
    }
    return code;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function fail(counts, reason) {
  console.error(reason);
  counts.failed += 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  let counts = {passed: 0, failed: 0, skipped: 0};
  try {
    await setup();
    counts = await runTests(process.argv.slice(2));
  } catch (error) {
    fail(counts, error.message);
  }
  process.exitCode = counts.failed > 0 ? 1 : 0;
  console.log(summary(counts));
}
