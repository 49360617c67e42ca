/**
 * Reading a text takes work in proportion to its length. The work is counted, not timed: V8 says how often each block
 * of the tokenizer's code ran.
 */
import {Session, type Profiler} from "node:inspector/promises";
import {loadModel} from "@ecco/engine";
import {expect, test} from "vitest";
import {withinTime} from "../../packages/engine/src/tokenizers/time-limit.ts";
import {createTokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";
import {cases} from "./conformance/list.ts";

const texts = {
  English: "The quick brown fox jumps over the lazy dog, and it's fine. ",
  Japanese: "吾輩は猫である名前はまだ無いどこで生れたかとんと見当がつかぬ",
  "one letter": "a",
  emoji: "👨‍👩‍👧‍👦😀🏳️‍🌈",
  Arabic: "السلام عليكم ورحمة الله وبركاته ",
  marks: "e\u0301\u0323",
  spaces: " "
};
const kinds = [
  "gpt2",
  "llama2",
  "llama3",
  "t5",
  "bert-uncased",
  "quick-tour",
  "model Unigram of the whole text"
];

const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", {callCount: true, detailed: true});

/** Returns how often blocks of the tokenizer's code run in *work*. */
async function countOf(work: () => unknown): Promise<number> {
  await session.post("Profiler.takePreciseCoverage");
  work();
  const {result} = await session.post("Profiler.takePreciseCoverage");
  return result
    .filter(({url}) => url.includes("/engine/src/tokenizers/"))
    .flatMap(({functions}) => functions.flatMap(({ranges}) => ranges))
    .reduce((sum, {count}: Profiler.CoverageRange) => sum + count, 0);
}

const [short, times] = [800, 8];

test.each(kinds)("%s: eight times the text takes about eight times the work", async (kind) => {
  const {json} = cases.find(({name}) => name === kind)!;
  for (const [name, unit] of Object.entries(texts)) {
    const read = async (length: number): Promise<number> => {
      const tokenizer = createTokenizer(json);
      const text = unit.repeat(Math.ceil(length / unit.length));
      tokenizer.encode(unit);
      return countOf(() => withinTime("text", null, () => tokenizer.encode(text)));
    };
    const [few, many] = [await read(short), await read(short * times)];
    expect(few, name).toBeGreaterThan(short / 10);
    // n log n is 11.4 times here, n² 64 times.
    expect(many / few, name).toBeLessThan(times * 1.6);
  }
});

test("work in proportion to the square is found", async () => {
  const {json} = cases.find(({name}) => name === kinds[0])!;
  const tokenizer = createTokenizer(json);
  const read = (length: number): Promise<number> =>
    countOf(() =>
      withinTime("text", null, () => {
        for (let at = 1; at <= length; at++) tokenizer.encode("a ".repeat(at));
      })
    );
  expect((await read(80)) / (await read(10))).toBeGreaterThan(8 * 1.6);
});

const long = "the quick brown fox ".repeat(15_000);

test.each(["atlas", "cloze"])(
  "%s: 300,000 characters are too many tokens, and it is said how many",
  async (name) => {
    const model = await loadModel(name, {backend: "reference"});
    await expect(model.candidates(long)).rejects.toThrow(
      /^the prompt is too long: got \d{4,6} tokens, this model reads at most \d+; shorten it by \d+$/
    );
  }
);
