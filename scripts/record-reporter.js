/** A vitest reporter that writes what became of the tests of recorded laws, one JSON line each, to the file ECCO_RECORD. */
import {writeFileSync} from "node:fs";

export default class RecordReporter {
  onTestRunEnd(modules) {
    const lines = modules
      .flatMap((module) => [...module.children.allTests()])
      .filter((test) => test.meta().recordedAs)
      .map((test) => {
        const {recordedAs: key, differences = {}} = test.meta();
        return JSON.stringify({key, state: test.result().state, differences});
      });
    writeFileSync(process.env.ECCO_RECORD, `${lines.join("\n")}\n`);
  }
}
