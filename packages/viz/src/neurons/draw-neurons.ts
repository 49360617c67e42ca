import {html} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import {decimal} from "../format.ts";
import {classes} from "../token/draw-tokens.ts";
import type {Spot} from "../view/walk.ts";
import type {NeuronName, NeuronWeight} from "./data.ts";
import {neuronName} from "./names.ts";
import {withoutOmitted} from "./omitted.ts";
import {drawSparkline} from "./sparkline.ts";
import {colourOf, peakOf} from "./strongest.ts";

export interface NeuronsOptions {
  /** The factor they are of. */
  readonly factor: number;
  /** The row of marks that the first of them is. */
  readonly row: number;
  readonly pinned?: NeuronName | null;
  readonly cursor?: Spot;
  /** A position that is marked in every line. */
  readonly marked?: number | null;
  /** Positions left out: on the ground, and of no weight for the scale. */
  readonly omitted?: ReadonlySet<number>;
}

const none: ReadonlySet<number> = new Set();

/** Returns the position a line of marks is at: the keyboard's, else where its values are largest. */
export const columnOf = (values: readonly number[], row: number, cursor: Spot): number =>
  cursor.row === row && cursor.column < values.length ? cursor.column : Math.max(0, peakOf(values));

/** Draws the neurons of a factor: name, weight, and their activations along the text on one scale. */
export function drawNeurons(
  all: readonly NeuronWeight[],
  {factor, row, omitted = none, pinned = null, marked = null, ...options}: NeuronsOptions
): TemplateResult {
  const {cursor = {row: 0, column: 0}} = options;
  const neurons = all.map((neuron) => ({
    ...neuron,
    activations: withoutOmitted(neuron.activations ?? [], omitted)
  }));
  const values = neurons.flatMap(({activations}) => activations);
  const [low, top] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [0, 0] as [number, number]
  );
  return html`<div
    class="neurons"
    role="listbox"
    aria-label=${`Strongest neurons of factor ${factor + 1}`}
  >
    ${repeat(neurons, neuronName, (neuron, index) => {
      const {activations, weight, sign} = neuron;
      const on = pinned?.layer === neuron.layer && pinned.neuron === neuron.neuron;
      const column = columnOf(activations, row + index, cursor);
      return html`<div
        class=${classes(colourOf(factor), on && "on")}
        role="option"
        aria-selected=${on ? "true" : "false"}
        tabindex=${cursor.row === row + index ? 0 : -1}
        data-row=${row + index}
        data-column=${column}
      >
        <span class="who"
          >${neuronName(neuron)}${sign < 0 ? html` −<span class="hidden">, its negative side</span>` : ""}</span
        >
        <span><span class="hidden">weight </span>${decimal(weight)}</span>
        <span>${activations.length ? drawSparkline(activations, {top, low, marked}) : ""}</span>
      </div>`;
    })}
  </div>`;
}
