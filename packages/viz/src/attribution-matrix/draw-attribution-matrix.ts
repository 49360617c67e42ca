import type {TemplateResult} from "lit";
import {fill} from "../bins.ts";
import type {AttributionMatrix, Token} from "../data.ts";
import {percent, percentShort, signed, signedCell, spokenSigned} from "../format.ts";
import {drawGrid} from "../grid/draw-grid.ts";
import {tokenHead} from "../grid/token-head.ts";
import type {Grid, GridCell, GridHead, GridOptions} from "../grid/grid.ts";
import {spokenToken, tokenLabel} from "../token/label.ts";
import {matrixValues} from "./scale.ts";
import type {MatrixLook, MatrixValues} from "./scale.ts";

/** A figure in a cell needs this many px. */
const figures = 44;

/** How values are written: in full, in a cell, and said. */
export interface MatrixWords {
  readonly full: (value: number) => string;
  readonly short: (value: number) => string;
  readonly spoken: (value: number) => string;
}

const spokenShort = (share: number): string =>
  percentShort(share)
    .replace(/^<\s/, "less than ")
    .replace(/^>\s/, "more than ")
    .replace(/\s%$/, " percent");

/** Returns how the values of a look are written: shares as percent, scores as numbers, with sign where they have one. */
export function matrixWords({scale, signed: bySign}: MatrixLook): MatrixWords {
  const plus = (value: number): string => (bySign && value > 0 ? "+" : value < 0 ? "−" : "");
  const said = (value: number): string => (bySign ? (value < 0 ? "minus " : "plus ") : "");
  if (scale === "row")
    return {
      full: (value) => plus(value) + percent(Math.abs(value)),
      // What rounds to nothing is left to the fill: a sign before "< 1 %" would only puzzle.
      short: (value) =>
        Math.abs(value) < 0.005 ? "" : plus(value) + percentShort(Math.abs(value)),
      // As it stands in the cell: who hears and who sees it can talk about it.
      spoken: (value) => said(value) + spokenShort(Math.abs(value))
    };
  const bare = (text: string): string => (bySign ? text : text.replace(/^\+/, ""));
  return {
    full: (value) => bare(signed(value)),
    short: (value) => bare(signedCell(value)),
    spoken: (value) => spokenSigned(value).replace(bySign ? "" : "plus ", "")
  };
}

const headOf = (token: Token, position: number): GridHead => ({
  text: tokenLabel(token),
  spoken: `${spokenToken(token)} at ${position}`,
  token: true,
  ...(token.template ? {dim: true} : {})
});

/** What is drawn of the tokens, by column. */
export interface MatrixColumns {
  readonly positions?: readonly number[];
  /** In sight only, and out of the scale. */
  readonly dimmed?: readonly boolean[];
}

export interface MatrixOptions extends GridOptions, MatrixLook {}

/** Returns the matrix as a grid; a cell is made when it is first looked at. */
export function matrixGrid(
  {tokens, rows, encoderLength}: AttributionMatrix,
  look: MatrixLook,
  {at, top, columns}: MatrixValues,
  written: boolean,
  {positions, dimmed = []}: MatrixColumns = {}
): Grid {
  const words = matrixWords(look);
  const decodes = encoderLength < tokens.length;
  const known = new Map<number, GridCell>();
  const scale = look.signed ? "diverging" : "sequential";
  const make = (value: number, column: number): GridCell => ({
    fill: dimmed[column] ? "" : fill(scale, value, top),
    ...(written ? {text: words.short(value)} : {}),
    spoken: words.spoken(value)
  });
  return {
    label: "Attribution by explained token and token before it",
    kind: "attribution",
    corner: "explained token",
    rows: rows.map(({token, index}, row) => ({
      ...headOf(token, index),
      // What was produced follows the prompt; only a prompt's tokens have a place in the text.
      apart: row > 0 && !decodes && token.start === null && rows[row - 1]!.token.start !== null
    })),
    columns: tokens.slice(0, columns).map((_, column) => {
      const place = positions?.[column] ?? column;
      const head = tokenHead(tokens, column, (token) => `${token} at ${place}`);
      return {...head, apart: head.apart === true || (decodes && column === encoderLength)};
    }),
    cell: (row, column) => {
      const value = at(row, column);
      if (value === undefined) return undefined;
      const key = row * columns + column;
      const cell = known.get(key) ?? make(value, column);
      known.set(key, cell);
      return cell;
    }
  };
}

/** Whether there is room for figures in the cells. */
export const hasFigures = (width: number, columns: number): boolean =>
  (width - 60) / Math.max(1, columns) >= figures;

/** Draws how much each token counts for every later one: what is explained down, what it is explained by across. */
export function drawAttributionMatrix(
  data: AttributionMatrix,
  {scale, signed: bySign, width = 800, ...options}: MatrixOptions
): TemplateResult {
  const look = {scale, signed: bySign};
  const values = matrixValues(data, look);
  const grid = matrixGrid(data, look, values, hasFigures(width, values.columns));
  return drawGrid(grid, {width, ...options});
}
