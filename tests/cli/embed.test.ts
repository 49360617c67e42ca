/** embed, and project with a point a text, from the command line. */
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Alike, Embeddings, Projection, Similarities} from "../../packages/engine/src/index.ts";
import {modulesJson, sentenceFolder} from "../engine/sentence-folder.ts";
import {ecco, eccoJson, expectOneLine} from "./ecco.ts";

const [a, b, c] = ["A cat sits on the mat.", "A kitten sits.", "Stocks fell on Monday."] as const;
const model = sentenceFolder(join(import.meta.dirname, "../../models/cloze"), {
  "modules.json": modulesJson("Transformer", "Pooling", "Normalize"),
  "1_Pooling/config.json": {pooling_mode: "mean"},
  "sentence_bert_config.json": {max_seq_length: 9}
});

let folder = "";
const file = async (name: string, content: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ecco-embed-"));
});
afterAll(() => rm(folder, {recursive: true}));

test("vectors: the engine's numbers; texts from arguments, a file and standard input", async () => {
  const lines = await file("texts.txt", `${b}\n\n${c}\n`);
  const got = await eccoJson<Embeddings>(["embed", model, a, "--texts", lines]);
  const own = await loadModel(model);
  const want = await own.embed([a, b, c]);
  own.dispose();
  expect(got.texts.map(({text}) => text)).toEqual([a, b, c]);
  expect(got.vectors).toEqual(want.vectors);
  expect(got.modules).toEqual(["Transformer", "Pooling (mean)", "Normalize"]);
  const {stdout, stderr} = await ecco(["embed", model, `${a} ${b}`, a]);
  expect(stdout).toMatch(/^192 numbers a text: Transformer → Pooling \(mean\) → Normalize$/m);
  expect(stdout).toMatch(/9 \(\d+ cut\) +1\.000/);
  expect(stderr).toMatch(/^ecco: 2 texts were cut: this model reads 9 tokens of a text$/m);
  const other = await eccoJson<Embeddings>(["embed", "cloze", a, "--pooling", "cls,max"]);
  expect([other.dimensions, other.pooling, other.warning]).toEqual([384, "cls + max", null]);
});

test("cosines of two and of many", async () => {
  const two = await eccoJson<Similarities>(["embed", model, a, "--against", b]);
  expect(two.values[0]![0]).toBeCloseTo(1, 6);
  const {stdout} = await ecco(["embed", model, a, b, c, "--matrix"]);
  expect(stdout).toContain(` ${two.values[0]![1]!.toFixed(3)} `);
  expect(stdout).toMatch(/^3 {2}Stocks fell on Monday\. +0\.\d{3} +0\.\d{3} +1\.000$/m);
});

test("why two are alike", async () => {
  const why = ["embed", model, a, "--against", b, "--why"];
  const got = await eccoJson<Alike>([...why, "--unit", "token"]);
  expect(got).toMatchObject({method: "occlusion", unit: "token"});
  expect(got.a.units).toHaveLength(got.a.tokens.length);
  const {stdout} = await ecco([...why, "--method", "integrated-gradients", "--steps", "8"]);
  expect(stdout).toMatch(/^integrated-gradients by word: \+ makes them alike, − unlike$/m);
  expect(stdout).toMatch(/^\[CLS\] +stays$/m);
  expect(stdout).toMatch(/^first text: sum [+−][\d.]+ of [+−][\d.]+, error /m);
  expect(stdout).toMatch(/^baseline mask$/m);
  expect(stdout).toMatch(/^strongest of \d+ pairs, by the states of the last layer$/m);
});

test("a batch: one answer a line, in its place", async () => {
  const lines = await file(
    "batch.jsonl",
    `${JSON.stringify(a)}\n{"ids": [999999]}\n${JSON.stringify(b)}\n`
  );
  const {stdout, code} = await ecco(["embed", model, "--batch", lines]);
  const [first, second, third] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(code).toBe(1);
  expect((first as Embeddings).texts[0]!.text).toBe(a);
  expect((second as {line: number}).line).toBe(2);
  expect((third as Embeddings).vectors).toHaveLength(1);
});

test("project --texts: one point a text", async () => {
  const more = await file("more.jsonl", `${JSON.stringify(b)}\n${JSON.stringify(c)}\n`);
  const about = ["project", model, a, "--more", more, "--texts", "--layers", "5"];
  const got = await eccoJson<Projection>(about);
  expect(got.points).toBe("texts");
  expect(got.layers[0]!.points).toHaveLength(3);
  expect((await ecco(about)).stdout).toMatch(/^Stocks fell on Monday\. +−?\d/m);
});

test("what makes no sense is said in one line", async () => {
  const refused = async (args: readonly string[], message: RegExp): Promise<void> =>
    expectOneLine(await ecco(["embed", ...args]), 1, message);
  await refused([model], /got no text, expected TEXT…, --texts FILE or --batch FILE/);
  await refused([model, a, "--why"], /--why needs another text; give it as --against/);
  await refused([model, a, "--against", b, "--unit", "word"], /--unit is of --why/);
  await refused([model, a, b, "--against", c], /--against compares one text with another: got 2/);
  await refused([model, a, "--batch", "x"], /got --batch together with texts/);
  await refused([model, a, "--prompt-name", "query"], /this model names no prompts/);
  expectOneLine(await ecco(["embed", model, a, "--pooling", "median"]), 1, /expected some of cls/);
});
