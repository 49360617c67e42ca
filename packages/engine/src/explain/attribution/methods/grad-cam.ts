/**
 * Guided Grad-CAM for transformers: Grad-CAM (Selvaraju et al. 2017, eq. 1 and 2) on a block's output h, with positions
 * in the place of the image's plane: weights a = mean over positions of ∂f/∂h, map = ReLU(Σ a · h), times the score of
 * guided backpropagation.
 */
import {InputError} from "../../../errors.ts";
import {gradient, guided} from "../rules.ts";
import type {Place} from "../target.ts";
import type {Method} from "./method.ts";
import {product, rowsIn} from "./rows.ts";

/** Returns ReLU(Σ mean ∂f/∂h · h) for each position. */
export function gradCam({shape, value, flow}: Place): Float64Array {
  const [positions, channels] = shape as [number, number];
  const map = new Float64Array(positions);
  for (let channel = 0; channel < channels; channel++) {
    let weight = 0;
    for (let at = channel; at < flow.length; at += channels) weight += flow[at]! / positions;
    for (let position = 0; position < positions; position++)
      map[position]! += weight * value[position * channels + channel]!;
  }
  return map.map((x) => Math.max(x, 0));
}

export const guidedGradCam: Method = async ({target, settings: {layer}, inside: {session}}) => {
  const {sites, layers} = session.graph;
  const stacks = target.embeddings.map((_, index) =>
    sites.has("encoder.layers.0.residual") ? ["encoder.", "decoder."][index]! : ""
  );
  const names = stacks.map((stack) => {
    const count = countOf(sites, stack);
    // What the last block writes is read at one position only, and a norm behind it makes Σ ∂f/∂h · h vanish there.
    const chosen = layer ?? Math.max(count - 2, 0);
    if (!Number.isInteger(chosen) || chosen < 0 || chosen >= count)
      throw new InputError(
        `layer: got ${chosen}, expected whole numbers from 0 to ${(count || layers) - 1}`
      );
    return `${stack}layers.${chosen}.residual`;
  });
  const feeds = [{rows: target.embeddings}];
  const [camera] = await target.walks(gradient, feeds, {sites: names});
  const [walked] = await target.walks(guided, feeds);
  const maps = names.flatMap((name, index) => {
    const tokens = target.embeddings[index]!.length / target.width;
    return [...gradCam(camera!.sites.get(name)!).subarray(0, tokens)];
  });
  const rows = rowsIn(product(walked!.flow, target.embeddings), target.width);
  return {
    value: camera!.value,
    rows: rows.map((row, token) => row.map((x) => x * maps[token]!))
  };
};

function countOf(sites: ReadonlyMap<string, unknown>, stack: string): number {
  let count = 0;
  while (sites.has(`${stack}layers.${count}.residual`)) count++;
  return count;
}
