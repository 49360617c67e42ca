/** Blocks of an encoder as BERT (Devlin et al. 2019) has them: attention, then an MLP, a norm after each addition. */
import {activation, add} from "../../graph/ops.ts";
import {headSizeOf} from "../config.ts";
import type {Activation, Node} from "../../graph/node.ts";
import {attend, splitHeads} from "./attention.ts";
import type {Layers} from "./layers.ts";
import type {Sites} from "./sites.ts";

/** Names of a block's weights, without ".weight" and ".bias". */
export interface BlockNames {
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly attended: string;
  readonly attendedNorm: string;
  readonly up: string;
  readonly down: string;
  readonly fedNorm: string;
}

export interface PostNormEncoder {
  readonly sites: Sites;
  readonly layers: Layers;
  /** What enters block 0 [B, T, C]. */
  readonly x: Node;
  readonly count: number;
  readonly heads: number;
  readonly inner: number;
  readonly act: Activation;
  readonly names: (layer: number) => BlockNames;
  /** Added to the scores of every layer. */
  readonly biases: readonly Node[];
  /** Defaults to 1/√size. */
  readonly scale?: number;
  /** Further biases, of queries and keys [B, H, T, D] of a layer. */
  readonly bias?: (query: Node, key: Node, layer: number) => readonly Node[];
}

/** Returns the residual stream: what enters block 0, then each block's output. */
export function postNormEncoder(parts: PostNormEncoder): readonly Node[] {
  const {sites, layers, count, heads, inner, act, biases} = parts;
  const {dense, layerNorm} = layers;
  let x = parts.x;
  const width = x.shape[2] as number;
  const size = headSizeOf(width, heads);
  const residuals = [x];
  for (let layer = 0; layer < count; layer++) {
    const names = parts.names(layer);
    const site = `layers.${layer}`;
    const part = (name: string): Node => splitHeads(dense(x, name, width, width), heads, size);
    const [query, key] = [part(names.query), part(names.key)];
    const mixed = attend({
      query,
      key,
      value: part(names.value),
      scale: parts.scale ?? 1 / Math.sqrt(size),
      biases: [...(parts.bias?.(query, key, layer) ?? []), ...biases],
      sites,
      site: `${site}.attention`
    });
    const attended = dense(mixed, names.attended, width, width);
    x = layerNorm(add(x, sites.residual(`${site}.attention.output`, attended)), names.attendedNorm);
    const hidden = activation(dense(x, names.up, width, inner), act);
    const fed = dense(sites.neurons(`${site}.neurons`, hidden), names.down, inner, width);
    x = layerNorm(add(x, sites.residual(`${site}.mlp.output`, fed)), names.fedNorm);
    residuals.push(sites.residual(`${site}.residual`, x));
  }
  return residuals;
}

/** Returns the names of BERT's published files, below this one. */
export const bertNames = (name: string): BlockNames => ({
  query: `${name}.attention.self.query`,
  key: `${name}.attention.self.key`,
  value: `${name}.attention.self.value`,
  attended: `${name}.attention.output.dense`,
  attendedNorm: `${name}.attention.output.LayerNorm`,
  up: `${name}.intermediate.dense`,
  down: `${name}.output.dense`,
  fedNorm: `${name}.output.LayerNorm`
});
