/** The one formatter: labels, tables and speech. Exports hold full precision and do not come here. */

/** Between thousands: narrow, no break. */
const thin = "\u202f";
/** Before units: no break. */
const space = "\u00a0";
const minus = "−";
/** What stands where there is no value. */
export const absent = "—";

const known = (x: number | null | undefined): x is number =>
  typeof x === "number" && Number.isFinite(x);

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const raise = (n: number): string =>
  (n < 0 ? "⁻" : "") + [...String(Math.abs(n))].map((d) => superscripts[Number(d)]).join("");

/** Returns `3.1 × 10⁻⁷`. */
function scientific(x: number): string {
  const [mantissa, exponent] = Math.abs(x).toExponential(1).split("e");
  return `${mantissa} × 10${raise(Number(exponent))}`;
}

/** Returns a magnitude with *digits* decimals; what would read 0.00 without being zero is written as a power of ten. */
function magnitude(x: number, digits: number): string {
  const size = Math.abs(x);
  if (size === 0) return "0";
  if (size < 0.5 * 10 ** -digits) return scientific(size);
  return group(size.toFixed(digits));
}

function group(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const spaced = whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, thin) : whole;
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

/** Returns a whole number with thousands apart: `6 136`. */
export function count(x: number | null | undefined): string {
  return known(x) ? (x < 0 ? minus : "") + group(Math.abs(x).toFixed(0)) : absent;
}

/** Returns a number with *digits* decimals (default 2). */
export function decimal(x: number | null | undefined, digits = 2): string {
  return known(x) ? (x < 0 ? minus : "") + magnitude(x, digits) : absent;
}

function share(p: number): string {
  const percent = p * 100;
  if (p <= 0) return "0";
  if (p >= 1) return "100";
  if (percent < 0.01) return `<${space}0.01`;
  if (percent > 99.99) return `>${space}99.99`;
  return percent < 0.995 || percent >= 99.95 ? percent.toFixed(2) : percent.toFixed(1);
}

/** Returns a probability or share, 0 to 1: `62.4 %`, `0.94 %`, `< 0.01 %`, `> 99.99 %`. */
export function percent(p: number | null | undefined): string {
  return known(p) ? `${share(p)}${space}%` : absent;
}

/** Returns the same for narrow bars and cells: `62 %`, `< 1 %`. */
export function percentShort(p: number | null | undefined): string {
  if (!known(p)) return absent;
  if (p > 0 && p < 0.005) return `<${space}1${space}%`;
  if (p < 1 && p > 0.995) return `>${space}99${space}%`;
  return `${Math.round(p * 100)}${space}%`;
}

/** Returns a share as a figure for cells whose legend says what it is of: `62`. */
export function percentFigure(p: number | null | undefined): string {
  return known(p) ? String(Math.round(p * 100)) : absent;
}

/** Returns a share for speech: `24.9 percent`. */
export function spokenPercent(p: number | null | undefined): string {
  if (!known(p)) return "no value";
  const text = share(p);
  const words = text.startsWith("<") ? "less than " : text.startsWith(">") ? "more than " : "";
  return `${words}${text.replace(/^[<>]\s*/, "")} percent`;
}

/** Returns a rank, whole: `1`, `2 841`. */
export function rank(x: number | null | undefined): string {
  return count(x);
}

/** Returns a rank for a cell: whole below 10 000, then `12k`. */
export function rankCell(x: number | null | undefined): string {
  return known(x) && x >= 10_000 ? `${Math.round(x / 1000)}k` : count(x);
}

/** Returns how many decimals a set of signed scores needs: two, more if all of them are under 0.1. */
export function signedDigits(values: readonly number[]): number {
  const top = Math.max(0, ...values.filter(Number.isFinite).map(Math.abs));
  if (top === 0 || top >= 0.1) return 2;
  return Math.min(6, 1 - Math.floor(Math.log10(top)));
}

/** Returns a signed score: `+1.32`, `−0.34`, `0`. */
export function signed(x: number | null | undefined, digits = 2): string {
  if (!known(x)) return absent;
  return (x > 0 ? "+" : x < 0 ? minus : "") + magnitude(x, digits);
}

/** Returns a signed score for a cell, without the zero before the point: `+.86`. */
export function signedCell(x: number | null | undefined, digits = 2): string {
  return signed(x, digits).replace(/^([+−]?)0\./, "$1.");
}

/** Returns a share or correlation for a cell: `.78`, `−.05`, `1`; `> .99` for what is nearly 1 and `< .01` for nearly 0. */
export function figureCell(x: number | null | undefined): string {
  if (!known(x)) return absent;
  const size = Math.abs(x);
  const sign = x < 0 ? minus : "";
  if (size === 0 || Math.abs(size - 1) < 1e-6) return sign + size.toFixed(0);
  if (size < 0.005) return `${sign}<${thin}.01`;
  if (size > 0.995 && size < 1) return `${sign}>${thin}.99`;
  return (sign + size.toFixed(2)).replace("0.", ".");
}

/** Returns a signed score for speech: `plus 1.32`. */
export function spokenSigned(x: number | null | undefined, digits = 2): string {
  return signed(x, digits).replace("+", "plus ").replace(minus, "minus ");
}

/** Returns a change of probability: `8.8 % → 78.4 % (+69.6 points)`. */
export function change(from: number, to: number): string {
  return `${percent(from)} → ${percent(to)} (${signed((to - from) * 100, 1)} points)`;
}

/** Returns the completeness error beside what it is measured against: `0.02 of 11.0`. */
export function delta(error: number, whole: number | null): string {
  const left = magnitude(error, 2);
  return whole === null
    ? left
    : `${left} of ${(whole < 0 ? minus : "") + magnitude(whole, Math.abs(whole) >= 10 ? 1 : 2)}`;
}

/** Returns a time that is still to come, in ms, as roughly as it is known: `about 12 s left`, `about 3 min left`. */
export function timeLeft(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  // Of what takes long nobody knows the last seconds.
  const rounded = seconds > 20 ? Math.ceil(seconds / 5) * 5 : seconds;
  return rounded < 90
    ? `about ${rounded}${space}s left`
    : `about ${Math.round(rounded / 60)}${space}min left`;
}

/** Returns an entropy: `2.31 bits`. */
export function bits(x: number | null | undefined): string {
  return known(x) ? `${decimal(x)}${space}bits` : absent;
}

/** Returns a duration given in milliseconds: `12 ms`, `1.4 s`. */
export function duration(ms: number | null | undefined): string {
  if (!known(ms)) return absent;
  return ms < 1000
    ? `${ms < 10 ? decimal(ms, 1) : count(ms)}${space}ms`
    : `${decimal(ms / 1000, 1)}${space}s`;
}

/** Returns a size: `9.6 MB`. */
export function bytes(x: number | null | undefined): string {
  if (!known(x)) return absent;
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = x < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(x) / 3));
  return `${(x / 1000 ** step).toFixed(step ? 1 : 0)}${space}${units[step]}`;
}
