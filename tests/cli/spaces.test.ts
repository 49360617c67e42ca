/** compare, probe and project from the command line. */
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Comparison, Probing, Projection} from "../../packages/engine/src/index.ts";
import {difference} from "../engine/numbers.ts";
import {ecco, eccoJson, expectOneLine} from "./ecco.ts";

const text = "London is the capital of England, and Paris is the capital of France.";
const exact = ["--backend", "reference"];
let folder = "";
const file = async (name: string, content: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ecco-spaces-"));
});
afterAll(() => rm(folder, {recursive: true}));

test("compare: the engine's numbers, as one object; a warning goes to stderr", async () => {
  const {code, stdout, stderr} = await ecco([
    "compare",
    "atlas",
    text,
    "--measure",
    "svcca",
    "--dims",
    "9",
    "--layers",
    "embedding,2..3",
    "--json",
    ...exact
  ]);
  expect(code).toBe(0);
  const got = JSON.parse(stdout) as Comparison;
  expect(got).toMatchObject({measure: "svcca", dims: 9, columns: ["embedding", 2, 3]});
  expect(got.provenance).toMatchObject({model: "atlas", backend: "reference"});
  expect(stderr).toMatch(/^ecco: 18 tokens: too few for 9 and 9 directions: 1 of/);
  const model = await loadModel("atlas", {backend: "reference"});
  const want = await model.compare(text, {measure: "svcca", dims: 9, layers: ["embedding", 2, 3]});
  model.dispose();
  expect(difference(got.values.flat(), want.values.flat(), true)).toBeLessThan(1e-12);
});

test("compare --with: another model's layers are the columns; --more adds texts", async () => {
  const more = await file("more.jsonl", '"The river flows."\n{"text": "Rome is old."}\n');
  const about = ["--with", "cloze", "--columns", "0..1", "--measure", "cka-debiased", ...exact];
  const got = await eccoJson<Comparison>(["compare", "atlas", text, "--more", more, ...about]);
  expect([got.rows.length, got.columns]).toEqual([9, [0, 1]]);
  expect(got).toMatchObject({alignment: "word", with: {model: "cloze"}, warning: null});
  const shown = await ecco(["compare", "atlas", text, ...about]);
  expect(shown.stdout).toMatch(/cka-debiased of residual of atlas \(rows\) and cloze \(columns\)/);
  expect(shown.stdout).toMatch(/^ +emb +0\.\d{3} +0\.\d{3}$/m);
});

test("compare --batch: one comparison a line, with the other model too", async () => {
  const batch = await file("batch.jsonl", `${JSON.stringify(text)}\n"Rome is old."\n""\n`);
  const about = ["compare", "atlas", "--with", "cloze", "--batch", batch, "--layers", "0..1"];
  const {stdout, code} = await ecco(about);
  const lines = stdout.trim().split("\n");
  expect(lines.map((line) => Object.keys(JSON.parse(line) as object)[0])).toEqual([
    "measure",
    "measure",
    "line"
  ]);
  expect(code).toBe(1);
});

const rows = [
  ["We saw the river, today.", "thing"],
  ["We saw Paris today.", "city"],
  ["We saw the table today.", "thing"],
  ["We saw Rome today.", "city"],
  ["We saw the house today.", "thing"],
  ["We saw Madrid today.", "city"]
] as const;

test("probe: csv, tsv and JSONL say the same", async () => {
  const files = await Promise.all([
    file("data.csv", `text,label\r\n${rows.map(([a, b]) => `"${a}",${b}`).join("\r\n")}\r\n`),
    file("data.tsv", `label\ttext\n${rows.map(([a, b]) => `${b}\t${a}`).join("\n")}`),
    file("data.jsonl", rows.map(([text, label]) => JSON.stringify({text, label})).join("\n"))
  ]);
  const answers = await Promise.all(
    files.map((path) =>
      eccoJson<Probing>(
        ["probe", "atlas", "--data", path, "--folds", "3", "--control", "--layers", "0..1"].concat(
          exact
        )
      )
    )
  );
  expect(answers[0]).toMatchObject({
    classes: ["city", "thing"],
    samples: 6,
    folds: 3,
    majority: 0.5,
    pool: "mean"
  });
  expect(answers[0]!.layers.map(({layer}) => layer)).toEqual([0, 1]);
  expect(answers[0]!.layers[0]!.selectivity).not.toBeNull();
  for (const {layers} of answers.slice(1)) expect(layers).toEqual(answers[0]!.layers);
});

test("probe: labels of tokens and folds of the data, from stdin; readable without --json", async () => {
  const stdin = [
    "The house is old.",
    "The river is old.",
    "The house was old.",
    "The river was old."
  ]
    .map((text, at) =>
      JSON.stringify({text, label: text.includes(" is "), position: 2, fold: at % 2})
    )
    .join("\n");
  const about = ["probe", "atlas", "--data", "-", "--layers", "embedding", ...exact];
  const got = await eccoJson<Probing>(about, {stdin});
  expect(got).toMatchObject({pool: "token", folds: 2, classes: ["false", "true"]});
  expect(got.layers[0]!.accuracy).toBe(1);
  const {stdout} = await ecco(about, {stdin});
  expect(stdout).toMatch(/^4 tokens of 2 classes, residual, 2 folds; .* 50\.0 %\n/);
  expect(stdout).toMatch(/embedding +100 %/);
});

test("project: points of each layer", async () => {
  const about = ["project", "atlas", text, "--layers", "1,4", ...exact];
  const {layers, tokens} = await eccoJson<Projection>(about);
  expect(layers.map(({layer, points}) => [layer, points.length, points[0]!.length])).toEqual([
    [1, tokens.length, 2],
    [4, tokens.length, 2]
  ]);
  const drawn = await eccoJson<Projection>([...about, "--method", "umap", "--neighbours", "4"]);
  expect(drawn).toMatchObject({method: "umap", seed: 0});
  expect((await ecco(about)).stdout).toMatch(/pca of residual, layer 1: [\d.]+ % \+ [\d.]+ % of/);
});

test.each<[string, readonly string[], string, number, RegExp]>([
  ["a measure that is none", ["compare", "atlas", text, "--measure", "cos"], "", 1, /cka-debiased/],
  ["layers that are none", ["compare", "atlas", text, "--layers", "3..1"], "", 1, /0\.\.5, or/],
  ["a layer too many", ["compare", "atlas", text, "--layers", "8"], "", 1, /got 8, expected some/],
  ["no data", ["probe", "atlas"], "", 1, /--data/],
  ["no such file", ["probe", "atlas", "--data", "nowhere.csv"], "", 2, /no such file/],
  ["a line that is no JSON", ["probe", "atlas", "--data", "-"], "x", 1, /line 1: not JSON/],
  ["no label", ["probe", "atlas", "--data", "-"], '\n{"text":"a"}', 1, /line 2: got no label/],
  [
    "folds of some",
    ["probe", "atlas", "--data", "-"],
    '{"text":"a","label":1,"fold":0}\n{"text":"b","label":2}',
    1,
    /got 1 folds for 2 examples/
  ],
  [
    "a label that is none",
    ["probe", "atlas", "--data", "-"],
    '{"text":"a","label":[1]}\n{"text":"b","label":2}',
    1,
    /example 1: label: got \[1\]/
  ]
])("%s is one line of error", async (_, args, stdin, code, message) => {
  expectOneLine(await ecco([...args, ...exact], stdin ? {stdin} : undefined), code, message);
});

test.each([
  ["text,kind\na,b", /got the columns text, kind, expected text and label/],
  ["text,label\na,b,c", /line 2: got 3 cells, expected 2/],
  ['text,label\n"a,b', /line 2: a quote is opened and not closed/],
  ['text,label\n"a"b,c', /line 2: got "b,c" behind a closing quote/],
  ["text,label,position\na,b,x", /line 2: position: got NaN/]
])("csv %j is refused", async (content, message) => {
  const path = await file("bad.csv", content);
  expectOneLine(await ecco(["probe", "atlas", "--data", path]), 1, message);
});
