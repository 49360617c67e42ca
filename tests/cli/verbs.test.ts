import {cp, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import type {Attribution} from "../../packages/engine/src/explain/attribution/results.ts";
import type {Generation, Lens, Tokenization} from "../../packages/engine/src/index.ts";
import {readSafetensors, toFloat64} from "../../packages/engine/src/weights/safetensors.ts";
import {ecco, eccoJson, fixture} from "./ecco.ts";

interface Guess {
  readonly id: number;
  readonly text: string;
  readonly probability: number;
  readonly logit: number;
}

interface Reference {
  readonly prompt: string;
  readonly ids: readonly number[];
  readonly next: readonly Guess[];
  readonly masks: readonly {readonly position: number; readonly next: readonly Guess[]}[];
  readonly greedy: readonly number[];
  readonly lens: readonly {
    readonly layer: number;
    readonly norm: number;
    readonly raw: number;
    readonly top: string;
  }[];
  readonly attribution: Readonly<Record<string, number & readonly number[]>>;
}

const [heathrow, france] = fixture<Reference>("atlas") as [Reference, Reference];
const [masked] = fixture<Reference>("cloze") as [Reference];
const film = fixture<Reference>("critic").at(-1)!;
const exact = ["--dtype", "float64"];
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ecco-cli-"));
});
afterAll(() => rm(folder, {recursive: true}));

/** The largest difference, as a part of the largest expected value. */
function difference(got: readonly number[], expected: readonly number[]): number {
  expect(got).toHaveLength(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...got.map((value, i) => Math.abs(value - expected[i]!))) / largest;
}

test("models: the embedded ones and the architectures", async () => {
  const {models, architectures} = await eccoJson<{
    models: {name: string}[];
    architectures: {types: string[]}[];
  }>(["models"]);
  expect(models.map(({name}) => name)).toEqual(["atlas", "cloze", "critic"]);
  expect(architectures.flatMap(({types}) => types)).toEqual(
    expect.arrayContaining(["gpt2", "llama", "bert", "t5"])
  );
});

test("tokenize: id, text, word, range and special", async () => {
  const {tokens} = await eccoJson<Tokenization>(["tokenize", "cloze", masked.prompt]);
  expect(tokens.map(({id}) => id)).toEqual(masked.ids);
  expect(tokens[0]).toEqual({
    id: 2,
    text: "[CLS]",
    word: null,
    start: null,
    end: null,
    special: true
  });
  expect(tokens[2]).toEqual({id: 340, text: "capital", word: 1, start: 4, end: 11, special: false});
});

test("generate: the reference's tokens, probabilities and logits", async () => {
  const {tokens, steps, text} = await eccoJson<Generation>([
    "generate",
    "atlas",
    heathrow.prompt,
    "--tokens",
    "4",
    "--no-stop-at-end",
    ...exact
  ]);
  expect(tokens.map(({id}) => id)).toEqual(heathrow.ids);
  expect(steps.map(({token}) => token.id)).toEqual(heathrow.greedy.slice(0, 4));
  expect(text).toMatch(/^ London\./);
  expect(steps[0]!.candidates.map(({id, text}) => [id, text])).toEqual(
    heathrow.next.map(({id, text}) => [id, text])
  );
  expect(
    difference(
      steps[0]!.candidates.map(({probability}) => probability),
      heathrow.next.map(({probability}) => probability)
    )
  ).toBeLessThan(1e-8);
  expect(
    difference(
      steps[0]!.candidates.map(({logit}) => logit),
      heathrow.next.map(({logit}) => logit)
    )
  ).toBeLessThan(1e-8);
  expect(steps[0]!.probability).toBe(steps[0]!.candidates[0]!.probability);
});

test("generate: the default backend agrees to 1e-4", async () => {
  const {steps} = await eccoJson<Generation>(["generate", "atlas", france.prompt, "--tokens", "1"]);
  expect(steps[0]!.token.id).toBe(france.next[0]!.id);
  france.next.forEach(({id, probability}) => {
    const candidate = steps[0]!.candidates.find((other) => other.id === id);
    if (probability > 1e-3)
      expect(Math.abs(candidate!.probability - probability)).toBeLessThan(1e-4);
  });
});

test("generate: fills masks and answers", async () => {
  const filled = await eccoJson<Generation>(["generate", "cloze", masked.prompt]);
  expect(filled.steps[0]).toMatchObject({position: 6, token: {id: 1105, text: "french"}});
  expect(filled.steps[0]!.probability).toBeCloseTo(masked.masks[0]!.next[0]!.probability, 4);
  const answered = await eccoJson<Generation>(["generate", "critic", film.prompt]);
  expect(answered.steps[0]!.token.id).toBe(film.next[0]!.id);
  expect(answered.steps[0]!.probability).toBeCloseTo(film.next[0]!.probability, 4);
});

/** Asks what the reference was asked. */
const london = (method: string): readonly string[] =>
  ["explain", "atlas", heathrow.prompt, "--method", method].concat([
    "--target",
    " London",
    "--of",
    "logit",
    "--no-signs"
  ]);

test.each([
  ["saliency", "saliency_l2"],
  ["input-x-gradient", "input_x_gradient"]
])("explain --method %s: the reference's scores", async (method, field) => {
  const answer = await eccoJson<Attribution>([...london(method), ...exact]);
  expect(answer.method).toBe(method);
  expect(answer.target).toMatchObject({id: 1785, text: " London", of: "logit"});
  expect(Math.abs(answer.target.value - heathrow.attribution["value"]!)).toBeLessThan(1e-8);
  expect(difference(answer.scores, heathrow.attribution[field]!)).toBeLessThan(1e-8);
  expect(answer.norms).toHaveLength(heathrow.ids.length);
  expect(answer.delta).toBeNull();
  expect(answer.provenance).toMatchObject({
    model: "atlas",
    architecture: "gpt2",
    backend: "reference",
    dtype: "float64"
  });
});

test("explain --method integrated-gradients: fifty steps from zero, the reference's numbers in float32", async () => {
  const answer = await eccoJson<Attribution>(london("integrated-gradients"));
  expect(answer).toMatchObject({method: "integrated-gradients", baseline: "zero", steps: 50});
  expect(difference(answer.scores, heathrow.attribution["integrated_gradients_50"]!)).toBeLessThan(
    1e-3
  );
  expect(Math.abs(answer.delta! - heathrow.attribution["delta"]!)).toBeLessThan(5e-3);
});

test("explain: a foil makes the target a difference, --of and --baseline are taken", async () => {
  const base = [
    "explain",
    "atlas",
    heathrow.prompt,
    "--method",
    "input-x-gradient",
    "--target",
    " London",
    ...exact
  ];
  const both = await eccoJson<Attribution>([...base, "--foil", "#2523"]);
  const foil = await eccoJson<Attribution>([...base.slice(0, -4), "--target", "#2523", ...exact]);
  const alone = await eccoJson<Attribution>(base);
  expect(both.target.foil).toMatchObject({id: 2523, text: " Paris", likelier: null});
  expect(both.target.foil!.rank).toBeGreaterThan(1);
  expect(
    difference(
      both.scores,
      alone.scores.map((score, i) => score - foil.scores[i]!)
    )
  ).toBeLessThan(1e-9);
  const probability = await eccoJson<Attribution>([...base, "--of", "probability"]);
  expect(probability.target.value).toBeCloseTo(heathrow.next[0]!.probability, 8);
});

test("explain --compat ecco: the probability, norms that sum to one", async () => {
  const answer = await eccoJson<Attribution>([
    "explain",
    "atlas",
    france.prompt,
    "--method",
    "saliency",
    "--compat",
    "ecco",
    ...exact
  ]);
  expect(answer.target.of).toBe("probability");
  expect(answer.scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 9);
});

test("lens: the reference's ranks by layer, in both modes", async () => {
  for (const mode of ["norm", "raw"] as const) {
    const {layers} = await eccoJson<Lens>([
      "lens",
      "atlas",
      heathrow.prompt,
      "--mode",
      mode,
      "--watch",
      " London",
      "#2523",
      "--top",
      "2",
      ...exact
    ]);
    const blocks = layers.filter(({layer}) => layer !== "embedding");
    expect(blocks.map(({layer, watch}) => [layer, watch[0]!.rank])).toEqual(
      heathrow.lens.map((row) => [row.layer, row[mode]])
    );
    if (mode === "norm")
      expect(blocks.map(({top}) => top[0]!.text)).toEqual(heathrow.lens.map(({top}) => top));
    expect(blocks.every(({top, watch}) => top.length === 2 && watch[1]!.text === " Paris")).toBe(
      true
    );
  }
});

test("run: sites and a gradient, as safetensors in float64", async () => {
  const out = join(folder, "run.safetensors");
  const args = [
    "--capture",
    "layers.*.residual",
    "logits",
    "--gradient-of",
    "logit:#1785",
    "--out",
    out,
    ...exact
  ];
  const {arrays} = await eccoJson<{arrays: {site: string; axes: string[]; shape: number[]}[]}>([
    "run",
    "atlas",
    heathrow.prompt,
    ...args
  ]);
  const weights = readSafetensors(await readFile(out));
  expect([...weights.keys()]).toEqual(arrays.map(({site}) => site));
  expect(arrays.filter(({site}) => site.endsWith(".residual"))).toHaveLength(8);
  for (const {site, axes, shape} of arrays) {
    expect(weights.get(site)).toMatchObject({dtype: "f64", shape});
    expect(axes).toHaveLength(shape.length);
  }
  const [length, vocabulary] = weights.get("logits")!.shape as [number, number];
  const logits = toFloat64(weights.get("logits")!).subarray((length - 1) * vocabulary);
  expect(
    heathrow.next.map(({id, logit}) => Math.abs(logits[id]! - logit)).every((error) => error < 1e-8)
  ).toBe(true);
  const gradient = toFloat64(weights.get("gradient.embeddings")!);
  const norms = heathrow.ids.map((_, i) =>
    Math.hypot(...gradient.subarray(i * 192, i * 192 + 192))
  );
  expect(difference(norms, heathrow.attribution["saliency_l2"]!)).toBeLessThan(1e-8);
});

test("ids stand for a text; texts are null without a tokenizer", async () => {
  const ids = heathrow.ids.join(",");
  const {tokens} = await eccoJson<Tokenization>(["tokenize", "atlas", "--ids", ids]);
  expect(tokens.map(({id, text}) => [id, text])).toEqual(
    heathrow.ids.map((id) => [id, expect.any(String)])
  );
  const bare = join(folder, "bare");
  await cp(new URL("../../models/atlas/", import.meta.url), bare, {recursive: true});
  await rm(join(bare, "tokenizer.json"));
  const {steps, text} = await eccoJson<Generation>([
    "generate",
    bare,
    "--ids",
    ids,
    "--tokens",
    "1",
    ...exact
  ]);
  expect(steps[0]!.token).toMatchObject({id: 1785, text: null});
  expect(text).toBeNull();
  expect((await ecco(["generate", bare, "text", ...exact])).stderr).toMatch(
    /^ecco: this model has no tokenizer, so .*looked for tokenizer\.json.*\n$/
  );
});

test("the text comes from stdin or a file, without its last line break", async () => {
  const path = join(folder, "prompt.txt");
  await writeFile(path, `${france.prompt}\r\n`);
  const given = (result: Tokenization) => result.tokens.map(({id}) => id);
  expect(
    given(
      await eccoJson<Tokenization>(["tokenize", "atlas", "-"], {
        stdin: `${france.prompt}\n`,
        apart: true
      })
    )
  ).toEqual(france.ids);
  expect(given(await eccoJson<Tokenization>(["tokenize", "atlas", `@${path}`]))).toEqual(
    france.ids
  );
});

test("a batch answers line by line and goes on after a bad one", async () => {
  const path = join(folder, "batch.jsonl");
  const lines = [
    JSON.stringify(france.prompt),
    "",
    JSON.stringify({ids: heathrow.ids}),
    "{no",
    JSON.stringify({text: 5}),
    JSON.stringify({text: "a"})
  ];
  await writeFile(path, lines.join("\n"));
  const {code, stdout, stderr} = await ecco(["tokenize", "atlas", "--batch", path]);
  const answers = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Tokenization & {line?: number; error?: string});
  expect(code).toBe(1);
  expect(answers.map(({line}) => line)).toEqual([undefined, undefined, 4, 5, undefined]);
  expect(answers[0]!.tokens.map(({id}) => id)).toEqual(france.ids);
  expect(answers[1]!.tokens.map(({id}) => id)).toEqual(heathrow.ids);
  expect(stderr.trim().split("\n")).toHaveLength(2);
});

test("global options may stand before or behind the command", async () => {
  const before = await ecco([
    "--json",
    "--dtype",
    "float64",
    "generate",
    "--tokens",
    "1",
    "atlas",
    france.prompt
  ]);
  const behind = await ecco([
    "generate",
    "atlas",
    france.prompt,
    "--tokens",
    "1",
    "--dtype",
    "float64",
    "--json"
  ]);
  const plain = ({stdout}: {stdout: string}) => ({
    ...(JSON.parse(stdout) as Generation),
    provenance: null
  });
  expect(plain(before)).toEqual(plain(behind));
});

test("without --json the answer is a table, coloured only where asked for", async () => {
  const args = ["lens", "atlas", heathrow.prompt, "--watch", " London", ...exact];
  const {stdout, stderr} = await ecco(args);
  expect(stdout).toMatch(/layer +entropy +to the end +rank ·London +most probable/);
  expect(stdout).not.toContain("\u001b");
  expect(stderr).toBe("");
  expect((await ecco(args, {env: {FORCE_COLOR: "1"}})).stdout).toContain("\u001b[");
});

test("explain: words, a span, a path's rule and quality figures reach the engine", async () => {
  const text = heathrow.prompt;
  const words = await eccoJson<Attribution>([
    "explain",
    "atlas",
    text,
    "--method",
    "shapley",
    "--unit",
    "word",
    "--quality",
    "quick"
  ]);
  expect(words.groups!.length).toBeLessThan(words.tokens.length);
  expect(Math.abs(words.delta!)).toBeLessThan(1e-3);
  expect(words.quality!.comprehensiveness).toBeGreaterThan(words.quality!.floor.comprehensiveness);
  const span = await eccoJson<Attribution>([
    "explain",
    "atlas",
    text,
    "--span",
    " London",
    "--method",
    "integrated-gradients",
    "--quadrature",
    "riemann-middle",
    "--steps",
    "8",
    "--baseline",
    "mean"
  ]);
  expect([span.target.of, span.target.text, span.steps]).toEqual(["logprob", " London", 8]);
  const {stdout} = await ecco([
    "explain",
    "atlas",
    text,
    "--method",
    "cp-lrp",
    "--quality",
    "full"
  ]);
  expect(stdout).toMatch(/comprehensiveness .*\(by lot/);
  expect(stdout).toMatch(/agrees with/);
  expect(stdout).toMatch(/patent/);
});
