import type {TemplateResult} from "lit";
import {fill} from "../bins.ts";
import type {Token} from "../data.ts";
import {percentFigure, spokenPercent} from "../format.ts";
import {drawGrid} from "../grid/draw-grid.ts";
import type {GridCell, GridHead, GridOptions} from "../grid/grid.ts";
import {spokenToken, tokenLabel} from "../token/label.ts";
import {layerName, spokenLayer} from "../view/layers.ts";
import type {Attention, AttentionWeights, HeadChoice} from "./data.ts";
import {isMasked, weightsOf} from "./weights.ts";

/** Smaller shares are shade alone. */
const written = 0.2;

/** What stands in a cell, and how it is said: a name says what is to be read. */
const figure = (weight: number): Pick<GridCell, "spoken" | "text"> =>
  weight >= written
    ? {text: percentFigure(weight), spoken: `${percentFigure(weight)} percent`}
    : {spoken: spokenPercent(weight)};

const headsOf = (tokens: readonly Token[], word: string, apart = -1): readonly GridHead[] =>
  tokens.map((token, position) => ({
    text: tokenLabel(token),
    spoken: `${word} ${spokenToken(token)}`,
    token: true,
    apart: position === apart
  }));

/** Draws one head as a matrix: rows look at columns; what a row cannot see is left empty. */
export function drawAttention(
  data: Attention,
  choice: HeadChoice,
  options: GridOptions = {}
): TemplateResult {
  const {tokens, keys, produced, stack} = data;
  const pattern = data.patterns[choice.layer];
  const weights = weightsOf(data, choice);
  const first = produced ? tokens.length - produced : -1;
  return drawGrid(
    {
      label: "Attention: rows look at columns",
      kind: "pattern",
      corner: "looks at →",
      rows: headsOf(tokens, "from", first),
      columns: headsOf(keys, "to", stack === "cross" ? -1 : first),
      cell: (row, column) => {
        const weight = weights?.[row]?.[column];
        if (weight === undefined) return null;
        // Without its heads a mean says itself what nobody sees.
        if (weight === 0 && (!pattern || isMasked(pattern, row, column))) return undefined;
        return {
          fill: fill("sequential", weight),
          ...figure(weight)
        };
      }
    },
    {below: true, ...options}
  );
}

/** Draws attention rollout from one token: after each layer, how much of every token has reached it. */
export function drawFlow(
  {keys}: Pick<Attention, "keys">,
  shares: AttentionWeights,
  options: GridOptions = {}
): TemplateResult {
  const top = flowTop(shares);
  return drawGrid(
    {
      label: "Attention rollout by layer and token",
      kind: "pattern",
      corner: "layer",
      rows: shares.map((_, layer) => ({
        text: layerName(layer),
        spoken: `after ${spokenLayer(layer)}`
      })),
      columns: headsOf(keys, "from"),
      cell: (row, column) => {
        const share = shares[row]?.[column];
        if (share === undefined) return null;
        // No path of attention leads there.
        if (share === 0) return undefined;
        return {
          fill: fill("sequential", share, top),
          ...figure(share)
        };
      }
    },
    options
  );
}

/** Returns the top of the domain of a rollout: its largest share. */
export const flowTop = (shares: AttentionWeights): number =>
  Math.max(0, ...shares.map((row) => Math.max(0, ...row)));
