/**
 * A decoder of blocks with attention in groups, then a gated MLP, as Llama (Touvron et al. 2023) has them. A family
 * says where it differs.
 */
import {add, scale as scaled, slice} from "../../graph/ops.ts";
import type {Activation, Node} from "../../graph/node.ts";
import type {ModelGraph} from "../architecture.ts";
import {countOf} from "../config.ts";
import type {Config} from "../config.ts";
import type {Parameters} from "../parameters.ts";
import {attend, splitHeads} from "./attention.ts";
import {causalGraph} from "./causal.ts";
import {gatedMlp} from "./gated-mlp.ts";
import {lookup, mask} from "./inputs.ts";
import {layersOf} from "./layers.ts";
import {Sites} from "./sites.ts";

/** Names of the norms before a part reads the stream and after it, before it is added. */
interface Norms {
  readonly before?: string;
  readonly after?: string;
}

export interface GatedDecoder {
  readonly config: Config;
  readonly parameters: Parameters;
  readonly cached: boolean;
  /** Width of a head. */
  readonly size: number;
  readonly groups: number;
  readonly context: number;
  readonly act: Activation;
  /** What turns the queries and keys of a layer; the identity where positions do not matter. */
  readonly rotate: (layer: number) => (x: Node) => Node;
  /** Length from which on positions turn otherwise. */
  readonly turnsBeyond?: number | undefined;
  /** How many keys a query of a layer sees; defaults to all. */
  readonly window?: (layer: number) => number | undefined;
  readonly norm: (x: Node, name: string) => Node;
  /** Defaults to Llama's: one before each part. */
  readonly norms?: {readonly attention: Norms; readonly mlp: Norms};
  /** Norms of queries and keys: of each head, or of all channels at once. */
  readonly normed?: "heads" | "all";
  /** The norm of heads [B, H, T, D]; `name` ends in q or k. Defaults to `norm` of "…q_norm", alike for all heads. */
  readonly headNorm?: (x: Node, name: string) => Node;
  /** What the rows looked up become before block 0. */
  readonly embed?: (rows: Node) => Node;
  /** Factor of the scores; defaults to 1/√size. */
  readonly scale?: number;
  /** Bound of the scores. */
  readonly cap?: number | undefined;
  /** Factor of what each part adds to the stream; defaults to 1. */
  readonly share?: number;
  /** Whether q, k and v, gate and up lie in one matrix each. */
  readonly fused?: boolean;
  /** Whether both parts read the block's input. */
  readonly parallel?: boolean;
  /** What becomes of the logits; `bare` leaves scales and caps out. */
  readonly finish?: (logits: Node, bare: boolean) => Node;
}

const llamaNorms = {
  attention: {before: "input_layernorm"},
  mlp: {before: "post_attention_layernorm"}
} as const;

/** Returns the graph of such a decoder. Weights are named as in Llama's published files. */
export function gatedDecoder(style: GatedDecoder): ModelGraph {
  const {config, parameters, norm, share = 1, embed = (rows: Node) => rows} = style;
  const width = countOf(config, "hidden_size");
  const heads = countOf(config, "num_attention_heads");
  const vocabulary = countOf(config, "vocab_size");
  const sites = new Sites(style.cached);
  const words = lookup(parameters, "model.embed_tokens.weight", [vocabulary, width]);
  let x = sites.residual("embeddings", embed(words.node)); // [B, T, C]
  const residuals = [x];
  const {attention, mlp}: {attention: Norms; mlp: Norms} = style.norms ?? llamaNorms;

  for (let layer = 0; layer < countOf(config, "num_hidden_layers"); layer++) {
    const block: Block = {...style, sites, heads, width, layer, name: `model.layers.${layer}`};
    const site = `layers.${layer}`;
    const around = (part: (x: Node) => Node, {before, after}: Norms, of: Node): Node => {
      const read = part(before === undefined ? of : norm(of, `${block.name}.${before}`));
      const normed = after === undefined ? read : norm(read, `${block.name}.${after}`);
      return share === 1 ? normed : scaled(normed, share);
    };
    const attended = around((of) => attentionOf(block, of), attention, x);
    const between = add(x, sites.residual(`${site}.attention.output`, attended));
    const fed = around((of) => gatedMlp(block, of), mlp, style.parallel ? x : between);
    x = add(between, sites.residual(`${site}.mlp.output`, fed));
    residuals.push(sites.residual(`${site}.residual`, x));
  }

  const {context, turnsBeyond, finish} = style;
  return causalGraph({
    config,
    parameters,
    sites,
    words,
    residuals,
    heads,
    vocabulary,
    context,
    turnsBeyond,
    norm: (hidden) => norm(hidden, "model.norm"),
    finish
  });
}

interface Block extends GatedDecoder {
  readonly sites: Sites;
  readonly heads: number;
  readonly width: number;
  readonly layer: number;
  readonly name: string;
}

function attentionOf(block: Block, x: Node): Node {
  const {parameters, norm, normed, heads, groups, size, width, layer, sites} = block;
  const {dense} = layersOf(parameters, 0);
  const name = `${block.name}.self_attn`;
  const headNorm = block.headNorm ?? ((of: Node, which: string) => norm(of, `${which}_norm`));
  const counts = {q: heads, k: groups, v: groups};
  const fused = block.fused
    ? dense(x, `${name}.qkv_proj`, width, (heads + 2 * groups) * size) // [q | k | v]
    : null;
  const starts = {q: 0, k: heads * size, v: (heads + groups) * size};
  const part = (which: "q" | "k" | "v"): Node => {
    const wide = counts[which] * size;
    const all = fused
      ? slice(fused, 2, starts[which], starts[which] + wide)
      : dense(x, `${name}.${which}_proj`, width, wide);
    const whole = normed === "all" && which !== "v" ? norm(all, `${name}.${which}_norm`) : all;
    const split = splitHeads(whole, counts[which], size);
    return normed === "heads" && which !== "v" ? headNorm(split, `${name}.${which}`) : split;
  };
  const rotate = block.rotate(layer);
  const window = block.window?.(layer);
  const seen = mask(window === undefined ? "mask" : `mask.${window}`, "T", sites.keys, {
    causal: true,
    keys: "decoder",
    window
  });
  const mixed = attend({
    query: rotate(part("q")),
    key: rotate(part("k")),
    value: part("v"),
    scale: block.scale ?? 1 / Math.sqrt(size),
    cap: block.cap,
    biases: [seen],
    sites,
    site: `layers.${layer}.attention`,
    memory: "grows"
  });
  return dense(mixed, `${name}.o_proj`, heads * size, width);
}

/** Returns x [B, T, C] as it is: for layers without positions. */
export const still = (x: Node): Node => x;
