import {html} from "lit";
import type {TemplateResult} from "lit";
import {fill} from "../bins.ts";
import {decimal, figureCell} from "../format.ts";
import {drawGrid} from "../grid/draw-grid.ts";
import type {GridHead, GridOptions} from "../grid/grid.ts";
import {spokenLayer} from "../view/layers.ts";
import type {Comparison} from "./data.ts";

type Layer = number | "embedding";

/** A figure like `.78` needs a cell of this many px. */
const narrowest = 26;

/** Returns the ends of the scale: the data's range, out to the next tenth. */
export function domainOf({values}: Comparison): readonly [low: number, top: number] {
  const known = values.flat().filter((value): value is number => Number.isFinite(value));
  if (!known.length) return [0, 1];
  const low = Math.floor(Math.min(...known) * 10 + 1e-9) / 10;
  const top = Math.ceil(Math.max(...known) * 10 - 1e-9) / 10;
  return top > low ? [low, top] : [Math.min(0, low), Math.max(1, top)];
}

/** Draws how alike layers are: one cell a pair, its figure on the fill. */
export function drawSimilarity(data: Comparison, options: GridOptions = {}): TemplateResult {
  const {rows, columns, values, provenance} = data;
  const other = data.with?.model ?? provenance.model;
  const [low, top] = domainOf(data);
  const short = (layer: Layer): string => (layer === "embedding" ? "emb" : String(layer));
  const head =
    (name: (layer: Layer) => string, model: string) =>
    (layer: Layer): GridHead => ({
      text: name(layer),
      spoken: data.with ? `${model} ${spokenLayer(layer)}` : spokenLayer(layer)
    });
  const grid = drawGrid(
    {
      label: `Similarity of layers of ${provenance.model} and ${data.with ? other : "itself"}`,
      kind: "similarity",
      corner: data.with ? `${other} →` : "layer →",
      rows: rows.map(
        head((layer) => (layer === "embedding" ? "embed" : `${layer}`), provenance.model)
      ),
      columns: columns.map(head(short, other)),
      cell(row, column) {
        const value = values[row]?.[column];
        const known = typeof value === "number" && Number.isFinite(value);
        return {
          fill: known ? fill("sequential", value - low, top - low) : "",
          text: figureCell(value),
          spoken: known ? spokenFigure(value) : "no value, the states of a layer are all the same"
        };
      }
    },
    {narrowest, below: true, square: true, ...options}
  );
  return html`<div class="rows-axis" aria-hidden="true">
      ${data.with ? `${provenance.model}, ` : ""}layer ↓
    </div>
    ${grid}`;
}

/** What is cut in the cell is said in full behind it. */
function spokenFigure(value: number): string {
  const figure = figureCell(value);
  const digits = decimal(value);
  return digits.includes(figure) ? digits : `${figure}, ${decimal(value, 4)}`;
}
