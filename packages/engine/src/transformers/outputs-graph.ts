/** The graph of a model that another library runs: what goes in, what comes out, and nothing between. */
import type {Lookup, ModelGraph, ModelKind} from "../architectures/architecture.ts";
import {add, gather, input, linear, matmul, parameter, reshape} from "../graph/ops.ts";
import type {Dim, Node} from "../graph/node.ts";
import type {Weights} from "../weights/weights.ts";

export interface OutputsForm {
  readonly kind: Exclude<ModelKind, "encoder">;
  /** Rows of the table of tokens. */
  readonly vocabulary: number;
  /** How many logits there are at a position, or of the text. */
  readonly classes: number;
  readonly context: number;
  /** What a decoder starts with, of encoder–decoder models. */
  readonly start: number | null;
  /** Who runs the model, in words. */
  readonly outputsOnly: string;
}

/** Stands for all that the other library does: a parameter that no file has. */
export const runElsewhere = "run elsewhere";
/** A table whose row of each token is the token's own id: what is absent is another token. */
const table = "ids of tokens";

function lookupOf(ids: string, length: "T" | "S", vocabulary: number): Lookup {
  const node = gather(
    parameter(table, [vocabulary, 1]),
    input(ids, ["B", length], {kind: "given"}, "i32")
  );
  const decoder = ids === "decoder.ids";
  const gradient = decoder ? "gradient.decoder.embeddings" : "gradient.embeddings";
  return {node, table, ids, length, gradient};
}

/** Returns the first of the tokens [B, 1, 1]: all that matters is that the outputs depend on them. */
const firstOf = (tokens: Node, length: Dim): Node =>
  matmul(input(`first.${length}`, ["B", 1, length], {kind: "first"}), tokens);

/** Returns the graph, and the table of its tokens. */
export function outputsGraph(form: OutputsForm): {
  readonly graph: ModelGraph;
  readonly weights: Weights;
} {
  const {kind, vocabulary, classes, context, start, outputsOnly} = form;
  const pair = kind === "encoder-decoder";
  const words = lookupOf("ids", pair ? "S" : "T", vocabulary);
  const answer = pair ? lookupOf("decoder.ids", "T", vocabulary) : null;
  const read = answer
    ? add(answer.node, firstOf(words.node, "S"))
    : kind === "sequence-classifier"
      ? reshape(firstOf(words.node, "T"), ["B", 1])
      : words.node;
  const logits = linear(read, parameter(runElsewhere, [classes, 1]));
  const classifies = kind === "sequence-classifier" || kind === "token-classifier";
  const axes = kind === "sequence-classifier" ? ["class"] : ["position", "token"];
  const graph: ModelGraph = {
    kind,
    layers: 0,
    heads: 0,
    width: classes,
    vocabulary,
    context,
    logits,
    lookups: answer ? [words, answer] : [words],
    // What the head would read is what it gives.
    residuals: [logits],
    head: classifies ? null : (hidden) => hidden,
    sites: new Map([["logits", {node: logits, axes}]]),
    memories: [],
    start,
    outputsOnly
  };
  const bytes = new Uint8Array(Float32Array.from({length: vocabulary}, (_, id) => id).buffer);
  return {
    graph,
    weights: new Map([[table, {name: table, dtype: "f32", shape: [vocabulary, 1], bytes}]])
  };
}
