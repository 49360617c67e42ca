/** Writes tests/replay/record.json from what was measured (run by record.js): what still holds stays, what changed goes. */
import {readFileSync, writeFileSync} from "node:fs";
import {Hasher} from "../tests/replay/hash.ts";
import {readRecord, recordFile, recordOf, unchanged} from "../tests/replay/record.ts";

const measured = readFileSync(process.argv[2], "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line));

const hasher = new Hasher();
const found = recordOf(measured, hasher);
const all = {...unchanged(readRecord(), hasher), ...found};
const sorted = Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
const lines = Object.entries(sorted).map(
  ([key, entry]) => `${JSON.stringify(key)}: ${JSON.stringify(entry)}`
);
writeFileSync(recordFile, `{\n${lines.join(",\n")}\n}\n`);
console.log(`${Object.keys(found).length} runs recorded anew, ${lines.length} in all`);
