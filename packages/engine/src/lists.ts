/** What is read of lists of any length: a function takes a hundred thousand arguments, and no more. */

/** Returns the largest of the values; −∞ of none. */
export function largestOf(values: Iterable<number>): number {
  let largest = -Infinity;
  for (const value of values) largest = Math.max(largest, value);
  return largest;
}

/** Returns the smallest of the values; ∞ of none. */
export function smallestOf(values: Iterable<number>): number {
  let smallest = Infinity;
  for (const value of values) smallest = Math.min(smallest, value);
  return smallest;
}

/** Returns √Σx², as Math.hypot has it: scaled by the largest, summed with what rounding leaves out (Kahan 1965). */
export function lengthOf(values: ArrayLike<number> & Iterable<number>): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let [sum, lost] = [0, 0];
  for (const value of values) {
    const share = Math.abs(value) / largest;
    const summand = share * share - lost;
    const next = sum + summand;
    lost = next - sum - summand;
    sum = next;
  }
  return Math.sqrt(sum) * largest;
}
