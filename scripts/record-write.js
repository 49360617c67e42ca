/**
 * Writes tests/replay/record.json and files.json from what was measured (run by record.js): what still holds stays, what
 * changed goes. Without a file of measurements it writes what the sources are like now; a record is written only where
 * they are the same afterwards.
 */
import {readFileSync, writeFileSync} from "node:fs";
import {
  FileHasher,
  fileRecord,
  fileRecordOf,
  readFileRecord,
  slowFiles,
  unchangedFiles
} from "../tests/replay/files.ts";
import {Hasher} from "../tests/replay/hash.ts";
import {readRecord, recordFile, recordOf, stateOf, unchanged} from "../tests/replay/record.ts";

const [before, file] = process.argv.slice(2);
const hasher = new Hasher();
const files = new FileHasher();
const state = () => [stateOf(hasher), ...slowFiles.map((path) => files.of(path))].join();
if (file === undefined) writeFileSync(before, state());
else if (readFileSync(before, "utf8") === state()) write(file);
else {
  console.error("nothing is recorded: sources changed while the laws ran; run it again");
  process.exitCode = 1;
}

function write(path) {
  const measured = readFileSync(path, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const laws = recordOf(
    measured.filter(({key}) => key),
    hasher
  );
  const slow = fileRecordOf(
    measured.filter(({file: name}) => name),
    files
  );
  writeSorted(recordFile, {...unchanged(readRecord(), hasher), ...laws});
  writeSorted(fileRecord, {...unchangedFiles(readFileRecord(), files), ...slow});
  const anew = `${Object.keys(laws).length} runs of laws, ${Object.keys(slow).length} slow files`;
  console.log(`recorded anew: ${anew}`);
}

/** Writes a record, a line for each entry. */
function writeSorted(path, entries) {
  const sorted = Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const lines = sorted.map(([key, entry]) => `${JSON.stringify(key)}: ${JSON.stringify(entry)}`);
  writeFileSync(path, `{\n${lines.join(",\n")}\n}\n`);
}
