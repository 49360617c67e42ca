import {html} from "lit";
import type {TemplateResult} from "lit";
import {drawBars} from "../bars/draw-bars.ts";
import type {Bar} from "../bars/bars.ts";
import {fill} from "../bins.ts";
import {signed, signedDigits} from "../format.ts";
import {cellFigure, spokenFigure} from "../causal/places.ts";
import {drawAxisName} from "../grid/axis-name.ts";
import {drawGrid} from "../grid/draw-grid.ts";
import type {GridHead} from "../grid/grid.ts";
import type {Spot} from "../view/walk.ts";
import type {DirectLogits} from "./data.ts";
import {keyOfPart, marksOf, shortName} from "./parts.ts";
import type {DirectMarks, PartColumn, Step} from "./parts.ts";

export interface DirectLogitsOptions {
  readonly pinned?: Spot | null;
  readonly cursor?: Spot;
  /** The room in px. */
  readonly width?: number;
}

/** A figure in a cell needs this many px. */
const narrowest = 30;
/** Below this share of the largest number a cell has no figure. */
const faint = 0.1;

/**
 * Draws a logit as a sum: a waterfall of its parts in order of computation; by heads a grid of layers and heads above it,
 * by neurons the largest ones.
 */
export function drawDirectLogits(
  data: DirectLogits,
  options: DirectLogitsOptions = {}
): TemplateResult {
  const marks = marksOf(data);
  const {layers, neurons} = marks;
  if (layers.length)
    return html`${drawHeads(marks, options)}
      <div class="below">${drawSteps(data, marks, layers.length, options)}</div>`;
  if (!neurons.length) return drawSteps(data, marks, 0, options);
  return html`<div class="beside">
    ${drawNeurons(marks, options)} ${drawSteps(data, marks, neurons.length, options)}
  </div>`;
}

const rowOf = (spot: Spot | null | undefined): number | null => spot?.row ?? null;

function drawSteps(
  {target}: DirectLogits,
  {steps, top}: DirectMarks,
  first: number,
  {pinned, cursor, width = 540}: DirectLogitsOptions
): TemplateResult {
  const digits = signedDigits(steps.map(({value}) => value));
  const bar = ({mark, value, sum}: Step): Bar => {
    const total = mark.kind === "total";
    return {
      label: shortName(mark),
      from: total ? 0 : sum - value,
      to: sum,
      text: signed(value, digits),
      fill: fill("diverging", value, top),
      total
    };
  };
  return drawBars(steps.map(bar), {
    label: "Parts of the logit in order of computation, and their total",
    waterfall: true,
    axis: target.foil ? "difference →" : `${target.of} →`,
    pinned: rowOf(pinned),
    cursor: cursor?.row ?? 0,
    first,
    width
  });
}

function drawNeurons(
  {neurons, top}: DirectMarks,
  {pinned, cursor, width = 540}: DirectLogitsOptions
): TemplateResult {
  const digits = signedDigits(neurons.map(({value}) => value));
  return drawBars(
    neurons.map(({layer, neuron, value}) => {
      const mark = {kind: "neuron", layer, head: null, neuron} as const;
      return {
        label: shortName(mark),
        from: 0,
        to: value,
        text: signed(value, digits),
        fill: fill("diverging", value, top)
      };
    }),
    {
      label: "Neurons that add or take most",
      pinned: rowOf(pinned),
      cursor: cursor?.row ?? 0,
      width
    }
  );
}

const headOf = ({kind, head}: PartColumn, index: number, all: readonly PartColumn[]): GridHead => ({
  text:
    head === null ? (kind === "cross" ? "cross" : kind === "mlp" ? "MLP" : "attn") : String(head),
  spoken: head === null ? kind : `${kind === "cross" ? "cross-attention " : ""}head ${head}`,
  apart: index > 0 && all[index - 1]!.kind !== kind
});

function drawHeads(
  {layers, columns, parts, top}: DirectMarks,
  {pinned = null, cursor, width = 800}: DirectLogitsOptions
): TemplateResult {
  return html`${drawAxisName("head →")}
  ${drawGrid(
    {
      label: "What each head and MLP adds, by layer",
      kind: "direct",
      corner: "layer",
      rows: layers.map((layer) => ({text: `layer ${layer}`})),
      columns: columns.map(headOf),
      cell: (row, column) => {
        const {kind, head} = columns[column]!;
        const value = parts.get(keyOfPart(kind, layers[row]!, head))?.value;
        if (value === undefined || !Number.isFinite(value)) return null;
        return {
          fill: fill("diverging", value, top),
          spoken: spokenFigure(value),
          ...(Math.abs(value) >= faint * top ? {text: cellFigure(value)} : {})
        };
      }
    },
    {
      pinned,
      width,
      narrowest,
      ...(cursor ? {cursor} : {})
    }
  )}`;
}
