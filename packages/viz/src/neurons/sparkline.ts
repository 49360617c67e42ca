import {svg} from "lit";
import type {TemplateResult} from "lit";
import {guard} from "lit/directives/guard.js";

/** The units a sparkline is drawn in; it is stretched to the room there is. */
const width = 400;
const height = 28;
/** Room for the line's own width, above and below. */
const edge = 2;

export interface SparklineOptions {
  /** What reaches the top. */
  readonly top: number;
  /** What lies on the ground; defaults to 0. */
  readonly low?: number;
  /** Drawn with a dash. */
  readonly dashed?: boolean;
  /** A position that is marked by an upright line. */
  readonly marked?: number | null;
}

/** Returns points of a line through all values, at most two for each unit of width: the least and the largest. */
function pointsOf(values: readonly number[], x: (at: number) => number, y: (v: number) => number) {
  const point = (at: number): string => `${x(at).toFixed(1)},${y(values[at]!).toFixed(1)}`;
  if (values.length <= 2 * width) return values.map((_, at) => point(at));
  const size = values.length / width;
  return Array.from({length: width}, (_, bin) => {
    const from = Math.floor(bin * size);
    const till = Math.max(from + 1, Math.floor((bin + 1) * size));
    let [least, largest] = [from, from];
    for (let at = from; at < till; at++) {
      if (values[at]! < values[least]!) least = at;
      if (values[at]! > values[largest]!) largest = at;
    }
    return [Math.min(least, largest), Math.max(least, largest)].map(point);
  }).flat();
}

/** Draws values along a text as a line, as wide as its place. */
export function drawSparkline(
  values: readonly number[],
  {top, low = 0, dashed = false, marked = null}: SparklineOptions
): TemplateResult {
  const span = top - low || 1;
  // A position is an interval: the first and the last one have room as well.
  const x = (at: number): number => ((at + 0.5) / values.length) * width;
  const y = (value: number): number =>
    height - edge - (Math.max(0, value - low) / span) * (height - 2 * edge);
  return svg`<svg class="spark" viewBox=${`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
    ${low < 0 ? svg`<line class="zero" x1="0" x2=${width} y1=${y(0)} y2=${y(0)}></line>` : ""}
    ${marked === null ? "" : svg`<line class="here" x1=${x(marked)} x2=${x(marked)} y1="0" y2=${height}></line>`}
    <polyline class=${dashed ? "ln dashed" : "ln"} points=${guard([values, top, low], () => pointsOf(values, x, y).join(" "))}></polyline>
  </svg>`;
}
