/**
 * A vitest reporter that writes one JSON line for each test of a recorded law, with what became of it, and for each file,
 * to the file ECCO_RECORD.
 */
import {writeFileSync} from "node:fs";
import {relative} from "node:path";
import {root} from "./node.js";

export default class RecordReporter {
  onTestRunEnd(modules) {
    const laws = modules
      .flatMap((module) => [...module.children.allTests()])
      .filter((test) => test.meta().recordedAs)
      .map((test) => {
        const {recordedAs: key, differences = {}} = test.meta();
        return {key, state: test.result().state, differences};
      });
    const files = modules.map((module) => ({
      file: relative(root, module.moduleId).replaceAll("\\", "/"),
      ok: module.ok(),
      tests: [...module.children.allTests()].filter((test) => test.result().state === "passed")
        .length
    }));
    const lines = [...laws, ...files].map((line) => JSON.stringify(line));
    writeFileSync(process.env.ECCO_RECORD, `${lines.join("\n")}\n`);
  }
}
