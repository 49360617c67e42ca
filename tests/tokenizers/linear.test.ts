/**
 * Reading a text takes work in proportion to its length. The work is counted, not timed: V8 says how often each block
 * of the tokenizer's code ran.
 */
import {once} from "node:events";
import {Worker} from "node:worker_threads";
import {loadModel} from "@ecco/engine";
import {afterAll, expect, test} from "vitest";
import {cases} from "./conformance/list.ts";
import type {Work} from "./count-work.ts";

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

const worker = new Worker(new URL("count-work.ts", import.meta.url));
afterAll(() => worker.terminate());

/** Returns how much work each of these works was. */
async function countsOf(work: Work): Promise<readonly number[]> {
  worker.postMessage(work);
  const [counts] = (await once(worker, "message")) as [readonly number[]];
  return counts;
}

const [short, times] = [800, 8];

test.each(kinds)("%s: eight times the text takes about eight times the work", async (kind) => {
  const {json} = cases.find(({name}) => name === kind)!;
  for (const [name, unit] of Object.entries(texts)) {
    const works = [short, short * times].map((length) => [
      unit.repeat(Math.ceil(length / unit.length))
    ]);
    const [few = 0, many = 0] = await countsOf({json, before: unit, works});
    expect(few, name).toBeGreaterThan(short / 10);
    // n log n is 11.4 times here, n² 64 times.
    expect(many / few, name).toBeLessThan(times * 1.6);
  }
});

test("work in proportion to the square is found", async () => {
  const {json} = cases.find(({name}) => name === kinds[0])!;
  const works = [10, 80].map((length) =>
    Array.from({length}, (_, index) => "a ".repeat(index + 1))
  );
  const [few = 0, many = 0] = await countsOf({json, before: "a ", works});
  expect(many / few).toBeGreaterThan(8 * 1.6);
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
