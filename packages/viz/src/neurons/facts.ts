import {html} from "lit";
import type {TemplateResult} from "lit";
import {count, percent} from "../format.ts";
import type {Fact} from "../view/foot.ts";
import type {NeuronFactors} from "./data.ts";

const negatives: {readonly [N in NeuronFactors["negative"]]: string} = {
  clip: "counted as 0",
  absolute: "counted by their size",
  split: "counted by themselves"
};

/** Returns what says how good a factorisation is, and how it was made. */
export function factorFacts(data: NeuronFactors): readonly Fact[] {
  const {
    relativeError,
    relativeErrorOfOthers: others,
    iterations,
    converged,
    init,
    seed,
    negative
  } = data;
  return [
    {
      name: "reconstruction error",
      value: `${percent(relativeError)}${typeof others === "number" ? `, at the other tokens ${percent(others)}` : ""}`
    },
    {
      name: "iterations",
      value: converged ? count(iterations) : `${count(iterations)}: not converged, allow more`,
      bad: !converged
    },
    {name: "start", value: `${init}, seed ${seed}`},
    {name: "negative activations", value: negatives[negative]}
  ];
}

/** Returns what never fired, in words. */
export const silentFact = ({silent, neurons}: NeuronFactors): Fact => ({
  name: "silent",
  value: `${count(silent)} of ${count(neurons)} neurons`
});

/** Draws the steps of a tint between its ends; zero is no tint. *colour* is a class. */
export const drawTintLegend = (colour: string, high: string): TemplateResult =>
  html`<span class="legend"
    ><span>0</span
    ><span class="ramp" aria-hidden="true"
      ><i class="z"></i
      >${Array.from({length: 9}, (_, step) => html`<i class="fac ${colour} k${step + 1}"></i>`)}</span
    ><span>${high}</span></span
  >`;
