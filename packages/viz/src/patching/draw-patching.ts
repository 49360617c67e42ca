import {html} from "lit";
import type {TemplateResult} from "lit";
import {fill} from "../bins.ts";
import {signed, spokenSigned} from "../format.ts";
import {drawAxisName} from "../grid/axis-name.ts";
import {drawGrid} from "../grid/draw-grid.ts";
import type {GridCell, GridHead, GridOptions} from "../grid/grid.ts";
import {spokenToken, tokenLabel} from "../token/label.ts";
import {headAxis, headFigure, headName, isByHead} from "../causal/heads.ts";
import type {Patching} from "./data.ts";
import {cellFigure, spokenFigure, rowName, rowPhrase} from "../causal/places.ts";
import {cellAt, spanOf} from "./shares.ts";
import type {PatchCell, PatchVariant} from "./shares.ts";

export interface PatchingOptions extends GridOptions {
  /** Defaults to "share"; "values" where there are no shares. */
  readonly variant?: PatchVariant;
  /** Draws the exact shares beside their approximation. */
  readonly paired?: boolean;
}

/** Below this share a cell has no figure. */
const faint = 0.1;

const shareCell = (share: number | null, words: string): GridCell | null =>
  share === null
    ? null
    : {
        fill: fill("diverging", share, 1),
        spoken: `${words} ${spokenFigure(share)}`,
        ...(Math.abs(share) >= faint ? {text: cellFigure(share)} : {})
      };

const draw: {
  readonly [V in PatchVariant]: (cell: PatchCell, data: Patching, span: number) => GridCell | null;
} = {
  share: ({share}) => shareCell(share, "share restored"),
  approximation: ({guessShare}) => shareCell(guessShare, "approximated share"),
  values: ({value}, {corrupt}, span) => ({
    fill: fill("diverging", value - corrupt, span),
    text: signed(value, 1),
    spoken: spokenSigned(value, 1)
  })
};

/**
 * Draws what comes back of the clean run by layer and position (or head), on a scale whose zero is the corrupt run.
 * Patched tokens are marked; beside its approximation the exact grid comes first.
 */
export function drawPatching(data: Patching, options: PatchingOptions = {}): TemplateResult {
  const {site, values} = data;
  const {variant = "share", paired = false, ...rest} = options;
  const span = spanOf(data);
  const columns = headsOf(data);
  const pair = paired && variant === "approximation";
  const grid = drawGrid(
    {
      label: `Patched ${site} by layer and ${isByHead(site) ? "head" : "position"}`,
      kind: "patch",
      corner: "layer",
      rows: values.map((_, row) => ({
        text: rowName(site, row, values.length),
        spoken: rowPhrase(site, row, values.length)
      })),
      columns: pair
        ? [...columns, ...columns.map((head, i) => ({...head, apart: i === 0}))]
        : columns,
      cell: (row, column) => {
        const exact = pair && column < columns.length;
        const cell = cellAt(data, row, column % columns.length);
        return cell ? draw[exact ? "share" : variant](cell, data, span) : null;
      }
    },
    rest
  );
  const named = pair
    ? html`<div class="pair-names" aria-hidden="true">
        <span>exact</span><span>first order</span>
      </div>`
    : isByHead(site)
      ? drawAxisName(headAxis(data))
      : "";
  return html`${named}${grid}`;
}

function headsOf(data: Patching): GridHead[] {
  const {site, values, tokens, cleanTokens} = data;
  if (isByHead(site))
    return (values[0] ?? []).map((_, head) => ({
      text: headFigure(data, head),
      spoken: headName(data, head)
    }));
  return tokens.map((token, position) => {
    const other = cleanTokens[position];
    const marked = other !== undefined && other.id !== token.id;
    return {
      text: tokenLabel(token),
      spoken: `position ${position}, ${spokenToken(token)}${marked ? `, clean ${spokenToken(other)}` : ""}`,
      token: true,
      marked
    };
  });
}
