/** A vitest reporter that writes how many tests passed, failed and were skipped to the file ECCO_TEST_COUNTS. */
import {writeFileSync} from "node:fs";

export default class TestCounter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = {passed: 0, failed: unhandledErrors.length, skipped: 0};
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
