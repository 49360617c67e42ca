/** What a decoder alone ends with: a head over the vocabulary, over classes of the text or of each token, or none. */
import {input, linear, matmul, reshape} from "../../graph/ops.ts";
import type {Node} from "../../graph/node.ts";
import type {HeadOptions, Lookup, ModelGraph} from "../architecture.ts";
import {numberOf, wholeOf} from "../config.ts";
import type {Config} from "../config.ts";
import type {Parameters} from "../parameters.ts";
import {endOf, missingHead} from "./decoder-end.ts";
import {readsForward} from "./reads-forward.ts";
import type {Sites} from "./sites.ts";

export interface CausalParts {
  readonly config: Config;
  readonly parameters: Parameters;
  readonly sites: Sites;
  readonly words: Lookup;
  /** What enters block 0, then each block's output. */
  readonly residuals: readonly Node[];
  readonly heads: number;
  readonly vocabulary: number;
  readonly context: number;
  readonly turnsBeyond?: number | undefined;
  /** Returns the last norm of residuals [..., C]. */
  readonly norm: (hidden: Node) => Node;
  /** Returns what the head reads of it, where a matrix lies between. */
  readonly project?: (hidden: Node) => Node;
  /** What becomes of the logits; `bare` leaves scales and caps out. */
  readonly finish?: ((logits: Node, bare: boolean) => Node) | undefined;
  /** Names of the output matrix; defaults to lm_head.weight. */
  readonly outputs?: readonly string[];
}

type Output = Pick<ModelGraph, "kind" | "logits" | "head" | "headless">;

/** Returns the graph of a decoder alone. */
export function causalGraph(parts: CausalParts): ModelGraph {
  readsForward(parts.config);
  const {sites, words, residuals, heads, vocabulary, context, turnsBeyond, norm, project} = parts;
  const output = outputOf(parts);
  const {kind} = output;
  const axes = axesOf[kind];
  if (axes) sites.mark("logits", axes, output.logits);
  return {
    ...output,
    ...(project ? {states: project(norm(residuals.at(-1)!))} : {}),
    heads,
    vocabulary,
    context,
    turnsBeyond,
    layers: residuals.length - 1,
    width: residuals[0]!.shape[2] as number,
    lookups: [words],
    residuals,
    sites: sites.all,
    memories: kind === "causal" ? sites.memories : [],
    start: null
  };
}

const axesOf: {readonly [K in ModelGraph["kind"]]?: readonly string[]} = {
  causal: ["position", "token"],
  "sequence-classifier": ["class"],
  "token-classifier": ["position", "class"]
};

function outputOf(parts: CausalParts): Output {
  const {config, parameters, residuals, norm, project = (x: Node) => x} = parts;
  const end = endOf(config, parameters, parts.outputs ?? ["lm_head.weight"]);
  const read = (hidden: Node): Node => project(norm(hidden));
  const last = residuals.at(-1)!;
  if (end.kind === "headless")
    return {kind: "encoder", logits: read(last), head: null, headless: missingHead(config, end)};
  if (end.kind === "causal") {
    const head = headOf(parts, end.matrix, project);
    return {kind: "causal", logits: head(last, {norm: true}), head};
  }
  const states = read(last);
  const width = states.shape[2] as number;
  const matrix = parameters.get(end.matrix, [null, width]);
  const bias =
    end.bias === null ? undefined : parameters.get(end.bias, [matrix.shape[0] as number]);
  const seen = end.kind === "token-classifier" ? states : lastRealOf(config, states);
  return {kind: end.kind, logits: linear(seen, matrix, bias), head: null};
}

/** Returns what reads residuals through the output matrix, with its bias: its own where it has a name, else the table of tokens. */
function headOf(
  {parameters, words, vocabulary, norm, finish}: CausalParts,
  matrix: string | null,
  project: (hidden: Node) => Node
): (hidden: Node, options: HeadOptions) => Node {
  const bias = parameters.has("lm_head.bias")
    ? parameters.get("lm_head.bias", [vocabulary])
    : undefined;
  return (hidden, {norm: first, bare = false}) => {
    const read = project(first ? norm(hidden) : hidden);
    const width = read.shape.at(-1) as number;
    const logits = linear(read, parameters.get(matrix ?? words.table, [vocabulary, width]), bias);
    return finish?.(logits, bare) ?? logits;
  };
}

/** Returns the state of each text's last token that is no padding, of x [B, T, C] as [B, C]. */
function lastRealOf(config: Config, x: Node): Node {
  const [batch, , width] = x.shape as readonly [string, string, number];
  const said = numberOf(config, "pad_token_id", -1);
  // Published configs say -1 where there is no such token.
  const padding = said < 0 ? null : wholeOf(config, "pad_token_id");
  const at = input("select.last", ["B", 1, "T"], {kind: "last-real", padding});
  return reshape(matmul(at, x), [batch, width]);
}
