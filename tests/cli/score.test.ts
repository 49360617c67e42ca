import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import type {Score} from "../../packages/engine/src/index.ts";
import {ecco, eccoJson, expectOneLine} from "./ecco.ts";

const text = "London is the capital of England";

test("score: a line a token and what they add up to; JSON has all of it", async () => {
  const {stdout} = await ecco(["score", "atlas", text]);
  expect(stdout).toMatch(/^each token from those before it\ntoken .*rank/);
  expect(stdout).toMatch(/·capital +99\.6 %/);
  expect(stdout).toMatch(/8 tokens: log-probability −29\.263, perplexity 38\.778/);
  const whole = await eccoJson<Score>(["score", "atlas", text, "--top", "2"]);
  expect(whole.scores).toHaveLength(whole.tokens.length);
  expect(whole.scores[1]!.top).toHaveLength(2);
  const windows = await eccoJson<Score>(["score", "atlas", text, "--window", "5", "--stride", "2"]);
  expect([windows.window, windows.stride, windows.windows]).toEqual([5, 2, 3]);
  expect(windows.totals.logprob).not.toBe(whole.totals.logprob);
});

test("score: a continuation; a batch gives each line's own", async () => {
  const behind = ["score", "atlas", "London is the", "--continuation", " capital"];
  expect((await eccoJson<Score>(behind)).totals.tokens).toBe(1);
  const file = join(mkdtempSync(join(tmpdir(), "ecco-")), "texts.jsonl");
  writeFileSync(file, `${JSON.stringify(text)}\n{"ids": [7]}\n"Paris is the capital"\n`);
  const {stdout, code} = await ecco(["score", "atlas", "--batch", file]);
  const [first, second, third] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(code).toBe(1);
  expect((first as Score).totals.logprob).toBeCloseTo(-29.2629, 3);
  expect(second.error).toMatch(/nothing predicts any/);
  expect((third as Score).tokens[0]!.text).toBe("P");
  expectOneLine(await ecco(["score", "critic", text]), 1, /give it as continuation/);
});
