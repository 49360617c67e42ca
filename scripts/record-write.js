/**
 * Writes tests/replay/record.json from what was measured (run by record.js): what still holds stays, what changed goes.
 * Without a file of measurements it prints what the sources are like now; a record is written only where they are the
 * same afterwards.
 */
import {readFileSync, writeFileSync} from "node:fs";
import {Hasher} from "../tests/replay/hash.ts";
import {readRecord, recordFile, recordOf, stateOf, unchanged} from "../tests/replay/record.ts";

const [before, file] = process.argv.slice(2);
const hasher = new Hasher();
if (file === undefined) writeFileSync(before, stateOf(hasher));
else if (readFileSync(before, "utf8") === stateOf(hasher)) write(file);
else {
  console.error("nothing is recorded: sources changed while the laws ran; run it again");
  process.exitCode = 1;
}

function write(path) {
  const measured = readFileSync(path, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const found = recordOf(measured, hasher);
  const all = {...unchanged(readRecord(), hasher), ...found};
  const sorted = Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const lines = sorted.map(([key, entry]) => `${JSON.stringify(key)}: ${JSON.stringify(entry)}`);
  writeFileSync(recordFile, `{\n${lines.join(",\n")}\n}\n`);
  console.log(`${Object.keys(found).length} runs recorded anew, ${lines.length} in all`);
}
