import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import type {NeuronFactors, TopTokens} from "../../packages/engine/src/explain/neurons/results.ts";
import {ecco, eccoJson, expectOneLine} from "./ecco.ts";

const text = "He lost his book, and she found it, but he was not there.";
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ecco-neurons-"));
});
afterAll(() => rm(folder, {recursive: true}));

test("neurons: layers, factors with a loading a token, the error, and those that fire most", async () => {
  const ask = ["neurons", "cloze", text, "--layers", "2..3", "--factors", "4", "--top", "3"];
  const found = await eccoJson<NeuronFactors>([...ask, "--clusters", "2", "--seed", "1"]);
  expect(found.layers).toEqual([2, 3]);
  expect(found.factors).toHaveLength(4);
  for (const {loadings, neurons} of found.factors) {
    expect(loadings).toHaveLength(found.tokens.length);
    expect(loadings.every((loading) => loading >= 0)).toBe(true);
    expect(neurons).toHaveLength(3);
  }
  expect(found.error).toBeGreaterThan(0);
  expect(found.relativeError).toBeLessThan(1);
  expect(found.top).toHaveLength(3);
  expect(found.groups).toHaveLength(2);
  expect(found).toMatchObject({seed: 1, init: "nndsvda", negative: "clip", stack: null});
  expect(found.provenance.model).toBe("cloze");
});

test("neurons --also: several texts in one factorisation; another start from another seed", async () => {
  const ask = ["neurons", "cloze", text, "--layers", "4", "--factors", "3", "--init", "random"];
  const more = ["--negative", "split", "--also", "And she?", "Not he, but it."];
  const found = await eccoJson<NeuronFactors>([...ask, ...more]);
  expect(found.layers).toEqual([4]);
  expect(found.texts).toHaveLength(3);
  expect(found.texts.at(-1)!.end).toBe(found.tokens.length);
  expect(found).toMatchObject({init: "random", negative: "split"});
});

test("neurons --batch: one factorisation a line", async () => {
  const file = join(folder, "texts.jsonl");
  await writeFile(file, `${JSON.stringify(text)}\n{"text": "And she?"}\n`);
  const {stdout, code} = await ecco(["neurons", "cloze", "--batch", file, "--layers", "1"]);
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split("\n");
  const all = lines.map((line) => JSON.parse(line) as NeuronFactors);
  expect(all.map(({texts}) => texts.length)).toEqual([1, 1]);
  expect(all[0]!.tokens.length).toBeGreaterThan(all[1]!.tokens.length);
});

test("neurons for people: a strip a factor, its strongest tokens and neurons", async () => {
  const {stdout} = await ecco(["neurons", "cloze", text, "--layers", "3..4", "--factors", "4"]);
  expect(stdout).toMatch(
    /^4 factors of 1536 neurons at \d+ tokens, layers 3–4; relative error 0\.\d+/
  );
  expect(stdout).toMatch(/\n +1 +\d+\.\d+ +[ ▁▂▃▄▅▆▇█]+ +\S+.* [34]\.\d+/);
  expect(stdout).toContain("fire most: ");
  expect(stdout).toMatch(/\d+ sweeps/);
});

test("neurons: layers that are none are refused", async () => {
  expectOneLine(await ecco(["neurons", "cloze", text, "--layers", "2-3"]), 1, /expected a\.\.b/);
  expectOneLine(
    await ecco(["neurons", "cloze", text, "--layers", "2..9"]),
    1,
    /layers: got 9, expected whole numbers from 0 to 5/
  );
});

test("neurons --neuron: where one neuron fires over several texts, and what it makes likelier", async () => {
  const file = join(folder, "more.jsonl");
  await writeFile(file, '"The capital of France is"\n');
  const ask = ["neurons", "atlas", "Heathrow airport is", "--more", file, "--neuron"];
  const {strongest, weakest, writes, read} = await eccoJson<TopTokens>([...ask, "5.70"]);
  expect(read).toBe(10);
  expect(strongest[0]!.activation).toBeGreaterThan(weakest[0]!.activation);
  expect(new Set(strongest.map(({text}) => text))).toEqual(new Set([0, 1]));
  expect(writes!.promotes[0]!.logit).toBeGreaterThan(0);
  expectOneLine(
    await ecco([...ask, "5.70", "--factors", "3"]),
    1,
    /--factors is of factors; leave/
  );
  expectOneLine(await ecco([...ask, "5"]), 1, /expected LAYER\.NEURON/);
});
