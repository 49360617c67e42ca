/** What an encoder ends with: a head over the vocabulary, over classes of the text or of each token, or none. */
import {shown, UnsupportedError} from "../../errors.ts";
import {activation, input, linear, matmul, reshape} from "../../graph/ops.ts";
import type {Activation, Node} from "../../graph/node.ts";
import type {Lookup, ModelGraph} from "../architecture.ts";
import {anyListOf, fieldOf, flagOf} from "../config.ts";
import type {Config} from "../config.ts";
import type {Parameters} from "../parameters.ts";
import type {Layers} from "./layers.ts";
import type {Sites} from "./sites.ts";

export interface EncoderParts {
  readonly sites: Sites;
  readonly words: Lookup;
  readonly residuals: readonly Node[];
  readonly heads: number;
  readonly vocabulary: number;
  readonly context: number;
}

export type EncoderOutput = Pick<ModelGraph, "kind" | "logits" | "head" | "headless">;

const axesOf: ReadonlyMap<ModelGraph["kind"], readonly string[]> = new Map([
  ["masked", ["position", "token"]],
  ["sequence-classifier", ["class"]],
  ["token-classifier", ["position", "class"]]
]);

/** Returns the graph of an encoder with this output. */
export function encoderGraph(parts: EncoderParts, output: EncoderOutput): ModelGraph {
  const {sites, words, residuals, ...numbers} = parts;
  const {kind, logits} = output;
  const axes = axesOf.get(kind);
  if (axes && !sites.all.has("logits")) sites.mark("logits", axes, logits);
  return {
    ...numbers,
    ...output,
    layers: residuals.length - 1,
    width: residuals[0]!.shape[2] as number,
    lookups: [words],
    residuals,
    sites: sites.all,
    memories: [],
    start: null
  };
}

/** Throws UnsupportedError for a config whose text is read from left to right, or whose scores know distances by tables. */
export function readsBothWays(config: Config, family: string): void {
  const expected = {is_decoder: false, position_embedding_type: "absolute"};
  for (const [name, usual] of Object.entries(expected)) {
    const got = fieldOf(config, name) ?? usual;
    if (got !== usual)
      throw new UnsupportedError(
        `${family}: ${name} is ${shown(got)} in config.json, expected ${shown(usual)}; other kinds are not built`
      );
  }
}

/** Returns an output of nothing but the last layer. */
export const headless = (last: Node): EncoderOutput => ({
  kind: "encoder",
  logits: last,
  head: null
});

export interface MaskedHead {
  readonly config: Config;
  readonly parameters: Parameters;
  readonly layers: Layers;
  readonly dense: string;
  readonly norm: string;
  readonly act: Activation;
  /** Names of the output matrix, the first that is there: its own, or the look-up's table. */
  readonly tables: readonly string[];
  readonly biases: readonly string[];
  /** [V, width of the transform's result]. */
  readonly shape: readonly [number, number];
}

/** Returns a head over the vocabulary: a layer, a norm, the table. In both readings of a lens: there is no norm before it. */
export function maskedOutput(last: Node, parts: MaskedHead): EncoderOutput {
  const {parameters, layers, act, shape} = parts;
  const firstOf = (names: readonly string[]): string | undefined =>
    names.find((name) => parameters.has(name));
  const [own, shared] = [parts.tables.slice(0, -1), parts.tables.at(-1)!];
  const matrix = firstOf(own);
  if (matrix === undefined && !isTied(parts.config))
    return {...headless(last), headless: untied(own)};
  const table = parameters.get(matrix ?? shared, shape);
  const biased = firstOf(parts.biases);
  const bias = biased === undefined ? undefined : parameters.get(biased, [shape[0]]);
  const head = (hidden: Node): Node => {
    const width = hidden.shape.at(-1) as number;
    const made = activation(layers.dense(hidden, parts.dense, width, shape[1]), act);
    return linear(layers.layerNorm(made, parts.norm), table, bias);
  };
  return {kind: "masked", logits: head(last), head};
}

/** Whether the table of tokens stands in for an output matrix that the file does not have: encoders' usual way. */
export const isTied = (config: Config): boolean => flagOf(config, "tie_word_embeddings", true);

/** Returns why there is no head; `names` are those an output matrix would have. */
export const untied = (names: readonly string[]): string =>
  `the file has no ${names.join(" or ") || "output matrix"}, and config.json does not put the table of tokens in its place (tie_word_embeddings is false)`;

/** Returns the first position of x [B, T, C] as [B, C]. */
export function firstOf(x: Node): Node {
  const [batch, , width] = x.shape as readonly [string, string, number];
  const picked = matmul(input("select.first", ["B", 1, "T"], {kind: "first"}), x); // [B, 1, C]
  return reshape(picked, [batch, width]);
}

/** Returns the mean over the real positions of x [B, T, C] as [B, C]. */
export function meanOf(x: Node): Node {
  const [batch, , width] = x.shape as readonly [string, string, number];
  const mean = matmul(input("select.mean", ["B", 1, "T"], {kind: "mean"}), x); // [B, 1, C]
  return reshape(mean, [batch, width]);
}

/** Returns classes of the text from what was read of it [B, C]: through a layer, then the classifier. */
export function classesOutput(
  {dense}: Layers,
  read: Node,
  inner: readonly [name: string, act: Activation],
  classifier: string
): EncoderOutput {
  const width = read.shape[1] as number;
  const hidden = activation(dense(read, inner[0], width, width), inner[1]);
  const logits = dense(hidden, classifier, width, null);
  return {kind: "sequence-classifier", logits, head: null};
}

/** Returns classes of each token. */
export function tokenClassesOutput({dense}: Layers, last: Node, classifier: string): EncoderOutput {
  const logits = dense(last, classifier, last.shape[2] as number, null);
  return {kind: "token-classifier", logits, head: null};
}

/** Returns whether the config says that tokens are classified; null when it does not say. */
export function classifiesTokens(config: Config): boolean | null {
  const [first] = anyListOf(config, "architectures") ?? [];
  const named = typeof first === "string" ? first : "";
  if (named.includes("ForTokenClassification")) return true;
  return named.includes("ForSequenceClassification") ? false : null;
}
