/** Decoders with a head over classes of the text or of each token: the reference implementation's numbers. */
import {describe, expect, test} from "vitest";
import type {BackendName, Model} from "../../packages/engine/src/index.ts";
import {createModel} from "../../packages/engine/src/model.ts";
import type {WeightTensor} from "../../packages/engine/src/weights/weights.ts";
import {architectureTolerances} from "./architecture-laws.ts";
import type {Fields} from "./changed-model.ts";
import {familyFiles} from "./family-files.ts";
import {difference} from "./numbers.ts";
import type {Expected} from "./numbers.ts";
import {json} from "./oracle.ts";

interface Answer {
  readonly class: string;
  /** What the file calls the head, and whether it has a bias. */
  readonly head: "score" | "classifier";
  readonly bias: boolean;
  readonly logits: readonly number[] | readonly (readonly number[])[];
  /** Of the logit of class 1 (of the last token) by each token's row, times a direction: sin(1 + channel). */
  readonly gradient: readonly number[];
  /** The logits of the text whose last three tokens are padding. */
  readonly padded?: readonly number[];
}

const answers = json<Readonly<Record<string, Answer>>>("classifiers/decoders.json");
const classes = 3;

/** Returns an array of the head: the numbers that the reference implementation got, too. */
function headArray(
  name: string,
  shape: readonly number[],
  at: (i: number) => number
): WeightTensor {
  const count = shape.reduce((product, n) => product * n, 1);
  const numbers = Float32Array.from({length: count}, (_, i) => at(1 + i));
  return {name, dtype: "f32", shape, bytes: new Uint8Array(numbers.buffer)};
}

/** Returns the family's decoder with such a head in place of its own. */
function classifier(
  family: string,
  {class: named, head, bias}: Pick<Answer, "class" | "head" | "bias">,
  {backend = "reference", fields = {}}: {backend?: BackendName; fields?: Fields} = {}
): Promise<Model> {
  const {config, weights: all} = familyFiles(family);
  const weights = new Map([...all].filter(([name]) => !name.startsWith("lm_head")));
  const narrow = config["word_embed_proj_dim"];
  const table = [...all].find(([name]) =>
    /embed_tokens|wte|embed_in|word_embeddings\.w/.test(name)
  )!;
  const width = typeof narrow === "number" ? narrow : table[1].shape[1]!;
  const matrix = headArray(`${head}.weight`, [classes, width], Math.sin);
  weights.set(matrix.name, matrix);
  if (bias) weights.set(`${head}.bias`, headArray(`${head}.bias`, [classes], Math.cos));
  const id2label = {0: "bad", 1: "good", 2: "neither"};
  return createModel(
    {
      name: family,
      config: {...config, architectures: [named], id2label, ...fields},
      weights,
      tokenizer: null,
      bytes: 0,
      revision: null
    },
    {backend, ...(backend === "reference" ? {dtype: "float64"} : {})}
  );
}

const flat = (values: Answer["logits"]): readonly number[] => values.flat() as readonly number[];
const idsOf = (family: string): readonly number[] =>
  json<Expected>(`architectures/${family}/expected.json`).input_ids;

describe.each(Object.entries(answers))("%s", (key, answer) => {
  const [family, kind] = key.split(" ") as [string, "sequence" | "token"];
  test.each(["reference", "onnx"] as const)("on %s: logits and gradients", async (backend) => {
    const {logits: closest, inner, absolute} = architectureTolerances[backend];
    const model = await classifier(family, answer, {backend});
    expect(model.info.kind).toBe("classifier");
    const ids = idsOf(family);
    const {sites} = await model.run(
      {ids},
      {
        capture: ["logits"],
        gradientOf: {target: 1, of: "logit", ...(kind === "token" ? {position: -1} : {})}
      }
    );
    expect(difference(sites.get("logits")!.data, flat(answer.logits), absolute)).toBeLessThan(
      closest
    );
    const {data, shape} = sites.get("gradient.embeddings")!;
    const width = shape[1]!;
    const slopes = ids.map((_, at) => {
      let sum = 0;
      for (let channel = 0; channel < width; channel++)
        sum += Math.sin(1 + channel) * data[at * width + channel]!;
      return sum;
    });
    expect(difference(slopes, answer.gradient)).toBeLessThan(inner);
    model.dispose();
  });
});

const padded = Object.entries(answers).filter(([, answer]) => answer.padded);
test.each(padded)("%s: padding is not read, with the mask and without", async (key, answer) => {
  const [family = ""] = key.split(" ");
  const model = await classifier(family, answer);
  const ids = idsOf(family).slice(0, -3);
  const {config} = familyFiles(family);
  const text = (config["text_config"] ?? config) as Fields;
  const pad = text["pad_token_id"] as number;
  const logits = async (input: Parameters<Model["run"]>[0]) =>
    (await model.run(input, {capture: ["logits"]})).sites.get("logits")!.data;
  const together = [...ids, pad, pad, pad];
  const mask = together.map((_, at) => Number(at < ids.length));
  for (const input of [{ids}, {ids: together}, {ids: together, mask}])
    expect(difference(await logits(input), answer.padded!)).toBeLessThan(1e-9);
  model.dispose();
});

const plain = {class: "LlamaForSequenceClassification", head: "score", bias: false} as const;

test("a config that says no padding reads the last token, whatever it is", async () => {
  const want = answers["llama sequence"]!.logits;
  for (const pad of [null, -1, idsOf("llama").at(-2)]) {
    const model = await classifier("llama", plain, {fields: {pad_token_id: pad}});
    const {sites} = await model.run({ids: idsOf("llama")}, {capture: ["logits"]});
    expect(difference(sites.get("logits")!.data, flat(want))).toBeLessThan(1e-9);
    model.dispose();
  }
  const end = idsOf("llama").at(-1);
  const model = await classifier("llama", plain, {fields: {pad_token_id: end}});
  const {sites} = await model.run({ids: idsOf("llama")}, {capture: ["logits"]});
  expect(difference(sites.get("logits")!.data, flat(want))).toBeGreaterThan(1e-3);
  model.dispose();
});

test("candidates have the config's labels; it does not write, and says so", async () => {
  const model = await classifier("llama", plain);
  const {top} = await model.candidates({ids: [3, 4, 5]});
  expect(new Set(top.map(({text}) => text))).toEqual(new Set(["bad", "good", "neither"]));
  await expect(model.generate({ids: [3, 4, 5]})).rejects.toThrow(/classifies and does not write/);
  await expect(model.lens({ids: [3, 4, 5]})).rejects.toThrow(/classifies/);
  const {tokens} = await model.explain(
    {ids: [3, 4, 5]},
    {target: 1, method: "integrated-gradients"}
  );
  expect(tokens.length).toBe(3);
  model.dispose();
});

test("without a class in the config, the bias tells classes of tokens from those of the text", async () => {
  const none = {architectures: null};
  const text = await classifier("llama", plain, {fields: none});
  const tokens = await classifier("llama", {...plain, bias: true}, {fields: none});
  const shape = async (model: Model) =>
    (await model.run({ids: [3, 4]}, {capture: ["logits"]})).sites.get("logits")!.shape;
  expect(await shape(text)).toEqual([classes]);
  expect(await shape(tokens)).toEqual([2, classes]);
  text.dispose();
  tokens.dispose();
});

test("a classifier whose head is not in the file is refused", async () => {
  const {config, weights} = familyFiles("llama");
  const source = {
    name: "llama",
    config: {...config, architectures: [plain.class]},
    weights,
    tokenizer: null,
    bytes: 0,
    revision: null
  };
  await expect(createModel(source, {backend: "reference"})).rejects.toThrow(
    /no score\.weight, expected it by config\.json, whose architectures names LlamaForSequenceClassification/
  );
});
