/** Colour steps. Binned, so that legend and cell agree exactly; zero and next to zero have no fill. */

/** How much of the top is still drawn as nothing. */
const threshold = 0.04;

/** Returns the step 0–9 of a magnitude on the sequential scale whose top is *top*; 0 is no fill. */
export function sequentialStep(value: number, top: number): number {
  if (!(top > 0) || !(value >= threshold * top)) return 0;
  // Floating point must not push what is exactly on a border over it.
  return Math.min(9, Math.ceil((9 * value) / top - 1e-9));
}

/** Returns the step −5…5 of a signed value on the diverging scale that ends at ±*top*; 0 is no fill. */
export function divergingStep(value: number, top: number): number {
  const size = Math.abs(value);
  if (!(top > 0) || !(size >= threshold * top)) return 0;
  const step = Math.min(5, Math.ceil((5 * size) / top - 1e-9));
  return value < 0 ? -step : step;
}

const rankLimits = [1, 5, 20, 100, 1000];

/** Returns the step 1–6 of a rank: 1, 2–5, 6–20, 21–100, 101–1000, more. */
export function rankStep(rank: number): number {
  const index = rankLimits.findIndex((limit) => rank <= limit);
  return index < 0 ? 6 : index + 1;
}

export type Scale = "sequential" | "diverging" | "rank";

const classes: {readonly [S in Scale]: (value: number, top: number) => string} = {
  sequential: (value, top) => {
    const step = sequentialStep(value, top);
    return step ? `s${step}` : "";
  },
  diverging: (value, top) => {
    const step = divergingStep(value, top);
    return step ? `${step < 0 ? "n" : "p"}${Math.abs(step)}` : "";
  },
  rank: (value) => `r${rankStep(value)}`
};

/** Returns the class that fills a mark and sets its text colour; "" is no fill. *top* is unused for ranks. */
export function fill(scale: Scale, value: number, top = 1): string {
  return Number.isFinite(value) ? classes[scale](value, top) : "";
}
