/** What writes into the residual stream the logits are read from. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import type {Node} from "../../graph/node.ts";
import {between} from "./linear.ts";
import type {DirectGrain} from "./options.ts";
import type {DirectPart} from "./results.ts";

export interface Writer {
  readonly kind: Exclude<DirectPart["kind"], "bias">;
  readonly layer: number | null;
  /** [B, T, C]; of heads [B, H, T, D], of neurons [B, T, F]; of positions [T, C]. */
  readonly node: Node;
}

const sites: {
  readonly [G in DirectGrain]: {readonly attention: string; readonly mlp: string};
} = {
  layer: {attention: "output", mlp: "mlp.output"},
  head: {attention: "heads", mlp: "mlp.output"},
  neuron: {attention: "output", mlp: "neurons"}
};

/** Returns the writers in order of computation; `root` is what they add up to. */
export function writersOf(graph: ModelGraph, by: DirectGrain, root: Node): Writer[] {
  const prefix = graph.sites.has("decoder.embeddings") ? "decoder." : "";
  const {attention, mlp} = sites[by];
  const layers = Array.from({length: graph.layers}, (_, layer) => {
    const writer = (kind: Writer["kind"], site: string): Writer[] => {
      const found = graph.sites.get(`${prefix}layers.${layer}.${site}`);
      return found ? [{kind, layer, node: found.node}] : [];
    };
    return [
      ...writer("attention", `attention.${attention}`),
      ...writer("cross", `cross.${attention}`),
      ...writer("mlp", mlp)
    ];
  }).flat();
  const words = graph.lookups.at(-1)!.node;
  const ends = new Set([words, ...layers.map(({node}) => node)]);
  const rows = between(root, ends).filter(
    (node) =>
      node.op === "gather" || (node.op === "input" && node.attributes.fill.kind === "sinusoids")
  );
  return [
    {kind: "embedding", layer: null, node: words},
    ...rows.map((node): Writer => ({kind: "position", layer: null, node})),
    ...layers
  ];
}
