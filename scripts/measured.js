/** A vitest reporter that writes the differences tests have written down, one JSON line each, to the file ECCO_MEASURED. */
import {writeFileSync} from "node:fs";

export default class Measured {
  onTestRunEnd(modules) {
    const lines = modules
      .flatMap((module) => [...module.children.allTests()])
      .flatMap((test) => test.meta().measured ?? [])
      .map((entry) => JSON.stringify(entry));
    writeFileSync(process.env.ECCO_MEASURED, `${lines.join("\n")}\n`);
  }
}
