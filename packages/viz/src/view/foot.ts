import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {divergingStep} from "../bins.ts";
import type {Scale} from "../bins.ts";
import type {Provenance} from "../data.ts";
import {count, delta, duration, signed} from "../format.ts";

/** One figure of quality: name and value; *bad* marks a result that failed its own check. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly bad?: boolean;
  /** Whether it goes wherever the numbers go, as everything bad does: into captions and exports. */
  readonly note?: boolean;
}

/** Whether a fact goes wherever the numbers go. */
export const isNote = ({bad, note}: Fact): boolean => bad === true || note === true;

/** Draws the facts of a view. */
export function drawFacts(facts: readonly Fact[]): TemplateResult | typeof nothing {
  if (!facts.length) return nothing;
  return html`<dl class="facts">
    ${facts.map(
      ({name, value, bad}) =>
        html`<div class=${bad ? "bad" : ""}>
          <dt>${name}</dt>
          <dd>${bad ? html`<span aria-hidden="true">⚠</span> ` : nothing}${value}</dd>
        </div>`
    )}
  </dl>`;
}

/** Half of the diverging scale, of values that all have one sign. */
type Side = "raising" | "lowering";

const steps: {readonly [S in Scale | Side]: readonly string[]} = {
  sequential: ["z", ...Array.from({length: 9}, (_, i) => `s${i + 1}`)],
  diverging: ["n5", "n4", "n3", "n2", "n1", "z", "p1", "p2", "p3", "p4", "p5"],
  raising: ["z", "p1", "p2", "p3", "p4", "p5"],
  lowering: ["n5", "n4", "n3", "n2", "n1", "z"],
  rank: ["r1", "r2", "r3", "r4", "r5", "r6"]
};

/** Draws a legend: the steps of a scale between its ends as numbers. */
export function drawLegend(scale: Scale | Side, low: string, high: string): TemplateResult {
  return html`<span class="legend" part="legend"
    ><span>${low}</span
    ><span class="ramp" aria-hidden="true"
      >${steps[scale].map((step) => html`<i class=${step}></i>`)}</span
    ><span>${high}</span></span
  >`;
}

/** Draws the legend of signed values up to ±*top*: only the side that is there, where all that has a fill has one sign. */
export function drawSignedLegend(
  values: Iterable<number | undefined>,
  top: number,
  say: (x: number) => string = signed
): TemplateResult {
  const steps = new Set([...values].map((v) => Math.sign(divergingStep(v ?? 0, top))));
  const [low, high] = [`${say(-top)} lowers`.trim(), `raises ${say(top)}`];
  if (steps.has(-1) && steps.has(1)) return drawLegend("diverging", low, high);
  if (steps.has(-1)) return drawLegend("lowering", low, "0");
  return steps.has(1) ? drawLegend("raising", "0", high) : drawLegend("diverging", low, high);
}

/** How much of the change may be missing before a map is said not to add up. */
const tolerated = 0.1;
/** Below this everything is rounding. */
const rounding = 1e-3;

/** Returns the fact about completeness; bad when more than a tenth of the change is missing, with *remedy* as advice. */
export function deltaFact(
  error: number | null,
  whole: number | null,
  remedy?: string
): readonly Fact[] {
  if (error === null) return [];
  const bad = whole !== null && Math.abs(error) > Math.max(tolerated * Math.abs(whole), rounding);
  const advice = remedy === undefined ? "" : `, try ${remedy}`;
  const value = delta(error, whole);
  return [{name: "delta", value: bad ? `${value}: does not add up${advice}` : value, bad}];
}

/** Returns where a result came from and what it cost, as rows of a tooltip. */
export function provenanceRows(p: Provenance): readonly (readonly [string, string])[] {
  return [
    ["model", p.revision ? `${p.model} · ${p.revision.slice(0, 8)}` : p.model],
    ["backend", `${p.backend} · ${p.dtype}`],
    ["time", duration(p.milliseconds)],
    ["forward passes", count(p.forwards)],
    ["backward passes", count(p.backwards)],
    ...(p.notices ?? []).map((notice) => ["notice", notice] as const)
  ];
}
