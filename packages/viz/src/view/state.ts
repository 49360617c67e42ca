import {html, nothing} from "lit";
import type {TemplateResult} from "lit";

/** How a view stands; undefined is settled: drawn from data, nothing to say. */
export type ViewState =
  | "empty"
  | "offered"
  | "loading"
  | "preparing"
  | "running"
  | "partial"
  | "stale"
  | "error"
  | "recorded"
  | "degraded"
  | "live";

/** What a reader asks for by a button of a state. */
export type ActionName = "run" | "stop" | "try" | "why";

export interface StateOptions {
  readonly message: string;
  /** 0 to 1; null when it is not known. */
  readonly progress: number | null;
  /** The word on the button of an empty view; none without it. */
  readonly suggestion: string;
  /** What the last run took, for "live". */
  readonly took: string;
  readonly act: (name: ActionName) => void;
}

const button = (word: string, name: ActionName, {act}: StateOptions): TemplateResult =>
  html`<button type="button" class="btn" @click=${() => act(name)}>${word}</button>`;
const link = (word: string, name: ActionName, {act}: StateOptions): TemplateResult =>
  html`<button type="button" class="link" @click=${() => act(name)}>${word}</button>`;

interface Appearance {
  /** Stands in the foot instead of the facts. */
  readonly status?: (options: StateOptions) => TemplateResult;
  /** Stands at the end of the foot. */
  readonly badge?: (options: StateOptions) => TemplateResult;
  /** Whether a bar runs along the hairline. */
  readonly bar?: true;
}

const percent = (progress: number | null): string =>
  progress === null ? "" : `${Math.round(progress * 100)}\u00a0%`;

const appearances: {readonly [S in ViewState]: Appearance} = {
  empty: {},
  offered: {badge: (o) => button(o.message || "Run live", "run", o)},
  loading: {
    status: ({message, progress}) =>
      html`<span class="status">${message || `loading ${percent(progress)}`}</span>`,
    bar: true
  },
  preparing: {
    status: (o) =>
      html`<span class="status">${o.message || "preparing"} ${link("Stop", "stop", o)}</span>`,
    bar: true
  },
  running: {
    status: (o) =>
      html`<span class="status"
        >${o.message || `running ${percent(o.progress)}`} ${link("Stop", "stop", o)}</span
      >`,
    bar: true
  },
  partial: {
    status: (o) =>
      html`<span class="status"
        >${o.message || `${percent(o.progress)} so far`} ${link("Stop", "stop", o)}</span
      >`,
    bar: true
  },
  stale: {
    status: ({message}) =>
      html`<span class="status warn"
        ><span aria-hidden="true">↻</span> ${message || "Out of date"}</span
      >`,
    badge: (o) => button("Run", "run", o)
  },
  error: {badge: (o) => link("Try again", "run", o)},
  recorded: {
    badge: (o) =>
      html`<span class="badge recorded"><i></i>recorded result</span>
        ${link(o.message || "Run live", "run", o)}`
  },
  degraded: {
    status: (o) =>
      html`<span class="status"
        ><span aria-hidden="true">⚠</span>
        ${o.message || "No WebGPU here: running on the processor"} ${link("why", "why", o)}</span
      >`
  },
  live: {
    badge: ({took, message}) =>
      html`<span class="badge live"><i></i>${message || took || "live"}</span>`
  }
};

/** Returns what a state adds to the foot of a view, and whether a bar runs along its hairline. */
export function stateParts(
  state: ViewState | undefined,
  options: StateOptions
): {status: TemplateResult | typeof nothing; badge: TemplateResult | typeof nothing; bar: boolean} {
  // The state may come from an attribute, where anything can stand.
  const appearance = state && Object.hasOwn(appearances, state) ? appearances[state] : {};
  return {
    status: appearance.status?.(options) ?? nothing,
    badge: appearance.badge?.(options) ?? nothing,
    bar: appearance.bar ?? false
  };
}

/** Draws the bar: 3 px, accent, with its number for assistive technology. */
export function drawProgress(progress: number | null): TemplateResult {
  const value = progress === null ? null : Math.round(Math.min(1, Math.max(0, progress)) * 100);
  return html`<div
    class="progress"
    role="progressbar"
    aria-label="progress"
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${value ?? nothing}
  >
    <i .style=${`width:${value ?? 12}%`}></i>
  </div>`;
}

/** Draws an empty view: one sentence that says what to do and one thing to click. */
export function drawEmpty(sentence: string, options: StateOptions): TemplateResult {
  return html`<p class="invite">
    ${sentence} ${options.suggestion ? link(options.suggestion, "try", options) : nothing}
  </p>`;
}

/** Draws an error: what in the first line, then the rest (got, expected, what to do). */
export function drawError(message: string): TemplateResult {
  // House form: "what: got, expected; what to do".
  const cut = message.search(/[\n;]/);
  const what = cut < 0 ? message : message.slice(0, cut);
  const rest = cut < 0 ? "" : message.slice(cut + 1).trim();
  return html`<div class="errbox" role="alert">
    <p class="what">${what || "something failed"}</p>
    ${rest ? html`<p class="rest">${rest}</p>` : nothing}
  </div>`;
}
