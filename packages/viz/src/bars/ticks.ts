const steps = [1, 2, 5, 10];

/** Returns round numbers from *low* to *high* with at most *most* steps between, zero among them where it lies there. */
export function ticksOf(low: number, high: number, most: number): readonly number[] {
  const span = high - low;
  if (!(span > 0) || most < 1) return [];
  const power = 10 ** Math.floor(Math.log10(span / most));
  const step = power * (steps.find((factor) => span / (factor * power) <= most) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Multiples of the step, not sums of it: no rounding adds up, and zero is zero.
  return Array.from({length: Math.max(0, last - first + 1)}, (_, i) =>
    Number(((first + i) * step).toPrecision(12))
  );
}
