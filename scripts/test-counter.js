/**
 * A vitest reporter that writes how many tests passed, failed, were skipped, and are of files left out because nothing
 * has changed since they passed, to the file ECCO_TEST_COUNTS.
 */
import {writeFileSync} from "node:fs";

export default class TestCounter {
  #leftOut = {};

  onInit(vitest) {
    for (const project of vitest.projects)
      Object.assign(this.#leftOut, project.getProvidedContext().unchangedFiles);
  }

  onTestRunEnd(modules, unhandledErrors) {
    const leftOut = Object.values(this.#leftOut);
    const unchanged = leftOut.reduce((sum, {tests}) => sum + tests, 0);
    if (leftOut.length > 0)
      console.log(
        `${leftOut.length} slow files are left out: nothing that they read has changed since they passed (tests/replay/files.json; ECCO_EVERYTHING=1 runs them)`
      );
    const counts = {passed: 0, failed: unhandledErrors.length, skipped: 0, unchanged};
    for (const module of modules) {
      let failures = 0;
      for (const test of module.children.allTests()) {
        const {state} = test.result();
        // A test still pending at the end never ran: its browser or worker died.
        if (state === "passed") counts.passed += 1;
        else if (state === "skipped") counts.skipped += 1;
        else failures += 1;
      }
      // A file that does not load, and a hook that throws, fail without any test that failed.
      counts.failed += failures > 0 ? failures : module.ok() ? 0 : 1;
    }
    writeFileSync(process.env.ECCO_TEST_COUNTS, JSON.stringify(counts));
  }
}
