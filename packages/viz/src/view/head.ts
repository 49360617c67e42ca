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
  /** Value and word, in order; neighbours with the same group stand under its name in a picker. */
  readonly options: readonly (readonly [value: string, word: string, group?: string | undefined])[];
}

type Entry = Knob["options"][number];

/** Draws the entries of a picker, under the names of their groups where they have any. */
function drawEntries(options: readonly Entry[], value: string): unknown {
  const entry = ([key, word]: Entry): TemplateResult =>
    html`<option value=${key} ?selected=${key === value} .selected=${key === value}>
      ${word}
    </option>`;
  if (!options.some(([, , group]) => group)) return options.map(entry);
  const groups = [...new Set(options.map(([, , group]) => group ?? ""))];
  return groups.map((name) => {
    const inside = options.filter(([, , group]) => (group ?? "") === name).map(entry);
    return name ? html`<optgroup label=${name}>${inside}</optgroup>` : inside;
  });
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
        ${drawEntries(options, value)}
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
