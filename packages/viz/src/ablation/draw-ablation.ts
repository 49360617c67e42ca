import {html} from "lit";
import type {TemplateResult} from "lit";
import {drawBars} from "../bars/draw-bars.ts";
import {fill} from "../bins.ts";
import {headAxis, headFigure, headName, isByHead} from "../causal/heads.ts";
import {cellFigure, spokenFigure} from "../causal/places.ts";
import {signed, signedCell, spokenSigned} from "../format.ts";
import {drawAxisName} from "../grid/axis-name.ts";
import {drawGrid} from "../grid/draw-grid.ts";
import type {GridOptions} from "../grid/grid.ts";
import type {Ablation} from "./data.ts";
import {scaleOf} from "./scale.ts";

/** A figure in a cell needs this many px. */
const narrowest = 30;
/** Below this share of the largest effect a cell has no figure. */
const faint = 0.1;

/** Draws the change of an answer without each unit of each layer: a grid of heads or neurons, bars where a layer is one. */
export function drawAblation(data: Ablation, options: GridOptions = {}): TemplateResult {
  const {site, layers, units, effects} = data;
  const {top, digits} = scaleOf(data);
  const heads = isByHead(site);
  if (units.length === 1 && !heads && site !== "neuron")
    return drawBars(
      layers.map((layer, row) => {
        const effect = effects[row]?.[0] ?? NaN;
        return {
          label: `layer ${layer}`,
          from: 0,
          to: effect,
          text: signed(effect, digits),
          fill: fill("diverging", effect, top)
        };
      }),
      {
        label: "Change without each layer’s part",
        pinned: options.pinned?.row ?? null,
        cursor: options.cursor?.row ?? 0,
        ...(options.width ? {width: options.width} : {})
      }
    );
  return html`${drawAxisName(heads ? headAxis(data) : `${site} →`)}
  ${drawGrid(
    {
      label: `Change without each ${site}, by layer`,
      kind: "ablation",
      corner: "layer",
      rows: layers.map((layer) => ({text: `layer ${layer}`})),
      columns: units.map((unit) =>
        heads
          ? {text: headFigure(data, unit), spoken: headName(data, unit)}
          : {text: String(unit), spoken: `${site} ${unit}`}
      ),
      cell: (row, column) => {
        const effect = effects[row]?.[column];
        if (effect === undefined || !Number.isFinite(effect)) return null;
        return {
          fill: fill("diverging", effect, top),
          spoken: digits > 2 ? spokenSigned(effect, digits) : spokenFigure(effect),
          ...(Math.abs(effect) >= faint * top && effect !== 0
            ? {text: digits > 2 ? signedCell(effect, digits) : cellFigure(effect)}
            : {})
        };
      }
    },
    {narrowest, ...options}
  )}`;
}
