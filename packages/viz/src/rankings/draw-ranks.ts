import type {TemplateResult} from "lit";
import {fill} from "../bins.ts";
import type {Rankings} from "../data.ts";
import {rank, rankCell} from "../format.ts";
import {drawGrid} from "../grid/draw-grid.ts";
import type {GridOptions} from "../grid/grid.ts";
import {spokenToken, tokenLabel} from "../token/label.ts";
import {layerName, spokenLayer} from "../view/layers.ts";

/** A column is never narrower than a figure, in px. */
const narrowest = 32;

/** Draws the rank of each produced token by layer: the number in every cell, on a logarithmic scale. */
export function drawRanks(data: Rankings, options: GridOptions = {}): TemplateResult {
  const {columns, layers} = data;
  return drawGrid(
    {
      label: "Rank by layer and produced token",
      kind: "rank",
      corner: "layer",
      rows: layers.map((layer) => ({text: layerName(layer), spoken: spokenLayer(layer)})),
      columns: columns.map(({token}) => ({
        text: tokenLabel(token),
        spoken: spokenToken(token),
        token: true
      })),
      cell: (row, column) => {
        const value = columns[column]?.ranks[row];
        if (value === undefined) return null;
        return {
          fill: fill("rank", value),
          text: rankCell(value),
          spoken: `rank ${rank(value)}`,
          strong: value === 1
        };
      }
    },
    {narrowest, ...options}
  );
}
