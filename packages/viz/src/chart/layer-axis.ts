/** The axis of layers: where a layer lies, and which layers are named. */
import {nothing, svg} from "lit";
import type {TemplateResult} from "lit";

type Layer = number | "embedding";

/** The room of a tick, in px. */
const tick = 34;

/** Returns whether each of *count* layers is named on an axis of *span* px: all, or every second or fifth; always first and last. */
function namedLayers(count: number, span: number): readonly boolean[] {
  const fits = Math.max(1, Math.ceil(count / Math.max(2, Math.floor(span / tick))));
  const every = fits === 1 ? 1 : fits === 2 ? 2 : 5;
  const last = count - 1;
  return Array.from(
    {length: count},
    (_, row) =>
      row === 0 ||
      row === last ||
      (row % every === 1 % every && last - row >= every && row >= every)
  );
}

/** Returns where layer *row* of *count* lies between *left* and *left* + *span*. */
export const layerAt = (row: number, count: number, left: number, span: number): number =>
  left + (count > 1 ? (row / (count - 1)) * span : span / 2);

/** Draws the names of layers below a chart of *height* px, and the axis' own. */
export function drawLayerAxis(
  layers: readonly Layer[],
  {left, span, height}: {readonly left: number; readonly span: number; readonly height: number}
): TemplateResult {
  const named = namedLayers(layers.length, span);
  return svg`${layers.map((layer, row) =>
    named[row]
      ? svg`<text x=${layerAt(row, layers.length, left, span)} y=${height - 20} text-anchor="middle">${layer === "embedding" ? "embed" : layer}</text>`
      : nothing
  )}
  <text x=${left + span} y=${height - 4} text-anchor="end">layer →</text>`;
}
