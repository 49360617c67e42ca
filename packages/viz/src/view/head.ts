import {html, nothing} from "lit";
import type {TemplateResult} from "lit";

/** A parameter of a view that the reader can change. */
export interface Knob {
  /** The attribute it sets, for example `method`. */
  readonly name: string;
  /** What it is called. */
  readonly label: string;
  /** A quiet picker, or a switch of two or three words. */
  readonly kind: "pick" | "switch";
  readonly value: string;
  /** Value and word, in order. */
  readonly options: readonly (readonly [value: string, word: string])[];
}

const draw: {
  readonly [K in Knob["kind"]]: (
    knob: Knob,
    change: (name: string, value: string) => void
  ) => TemplateResult;
} = {
  pick: ({name, label, value, options}, change) =>
    html`<span class="pick"
      ><select
        aria-label=${label}
        name=${name}
        @change=${(event: Event) => change(name, (event.target as HTMLSelectElement).value)}
      >
        ${options.map(([key, word]) => html`<option value=${key} ?selected=${key === value} .selected=${key === value}>${word}</option>`)}
      </select></span
    >`,
  switch: ({name, label, value, options}, change) =>
    html`<span class="seg" role="group" aria-label=${label}>
      ${options.map(
        ([key, word]) =>
          html`<button
            type="button"
            name=${name}
            value=${key}
            aria-pressed=${key === value}
            @click=${() => key !== value && change(name, key)}
          >
            ${word}
          </button>`
      )}
    </span>`
};

/** Draws the controls of a view; a picker with a single choice is only its word. */
export function drawKnobs(
  knobs: readonly Knob[],
  change: (name: string, value: string) => void
): TemplateResult {
  return html`${knobs.map((knob) => {
    if (knob.options.length > 1) return draw[knob.kind](knob, change);
    const word = knob.options[0]?.[1];
    return word ? html`<span class="only">${word}</span>` : nothing;
  })}`;
}
