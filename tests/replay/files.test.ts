/** A slow file is left out only as long as nothing that it may read has changed. */
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {FileHasher, fileRecordOf, readFileRecord, slowFiles, unchangedFiles} from "./files.ts";

const root = join(import.meta.dirname, "../..");
/** Modules are read for what they import; of other files the name is enough here. */
const bytes = (path: string): Uint8Array =>
  /\.[jt]s$/.test(path) ? readFileSync(join(root, path)) : Buffer.from(path);
const before = new FileHasher(bytes);

/** Returns which of these files would run again where this one has one more character. */
function runAgainBy(changed: string, files: readonly string[]): readonly string[] {
  const after = new FileHasher((path) =>
    path === changed ? Buffer.concat([bytes(path), Buffer.from(" ")]) : bytes(path)
  );
  return files.filter((file) => before.of(file) !== after.of(file));
}

const [score, real, pictures] = [
  "tests/engine/score.test.ts",
  "tests/real/memory.test.ts",
  "tests/viz/pictures.browser.test.ts"
] as const;
const files = [score, real, pictures];

describe("a slow file is run again", () => {
  test.each<[what: string, file: string, again: readonly string[]]>([
    ["the engine", "packages/engine/src/tokenizers/tokenizer.ts", [score, real]],
    ["itself", score, [score]],
    ["what it imports", "tests/engine/oracle.ts", [score]],
    ["a script that it starts", "tests/real/load-cycles.ts", [real]],
    ["an embedded model", "models/atlas/config.json", files],
    ["a fixture", "tests/fixtures/architectures/gpt2/model.safetensors", files],
    ["a view", "packages/viz/src/index.ts", [pictures]],
    ["a picture", "tests/viz/pictures/saliency.ts", [pictures]],
    ["what it was like", "tests/viz/snapshots/saliency.txt", [pictures]]
  ])("where %s has changed", (_, file, again) => {
    expect(existsSync(join(root, file)), file).toBe(true);
    expect(runAgainBy(file, files)).toEqual(again);
  });
});

test("every slow file is there", () =>
  expect(slowFiles.filter((file) => !existsSync(join(root, file)))).toEqual([]));

test("the record has slow files alone, none without tests", () => {
  const record = readFileRecord();
  expect(Object.keys(record).filter((file) => !slowFiles.includes(file))).toEqual([]);
  expect(Object.values(record).every(({hash, tests}) => hash.length === 24 && tests > 0)).toBe(
    true
  );
});

test("a file with a test that failed, or all of whose tests were skipped, is not recorded", () => {
  const recorded = fileRecordOf(
    [
      {file: score, ok: true, tests: 3},
      {file: real, ok: true, tests: 0},
      {file: "tests/engine/chat.test.ts", ok: false, tests: 9},
      {file: "tests/engine/other.test.ts", ok: true, tests: 9}
    ],
    before
  );
  expect(recorded).toEqual({[score]: {hash: before.of(score), tests: 3}});
  expect(unchangedFiles(recorded, before)).toEqual(recorded);
  const moved = {[score]: {hash: "another", tests: 3}};
  expect(unchangedFiles(moved, before)).toEqual({});
});
