/** Python's strftime, in English whatever the reader's language: a model has learned it so. */

const two = (number: number): string => String(number).padStart(2, "0");
const hour = (date: Date): number => date.getHours() % 12 || 12;
const english = (date: Date, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-US", options).format(date);
const dayOfYear = (date: Date): number =>
  Math.round(
    (Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) -
      Date.UTC(date.getFullYear(), 0, 0)) /
      86_400_000
  );

/** By their letter; those with a number are written with two digits, `%-d` without a zero before it. */
const parts: Readonly<Record<string, (date: Date) => string | number>> = {
  Y: (date) => String(date.getFullYear()),
  y: (date) => date.getFullYear() % 100,
  m: (date) => date.getMonth() + 1,
  d: (date) => date.getDate(),
  e: (date) => String(date.getDate()).padStart(2, " "),
  H: (date) => date.getHours(),
  I: hour,
  M: (date) => date.getMinutes(),
  S: (date) => date.getSeconds(),
  p: (date) => (date.getHours() < 12 ? "AM" : "PM"),
  j: (date) => String(dayOfYear(date)).padStart(3, "0"),
  b: (date) => english(date, {month: "short"}),
  h: (date) => english(date, {month: "short"}),
  B: (date) => english(date, {month: "long"}),
  a: (date) => english(date, {weekday: "short"}),
  A: (date) => english(date, {weekday: "long"}),
  u: (date) => String(date.getDay() || 7),
  w: (date) => String(date.getDay()),
  F: (date) => strftime(date, "%Y-%m-%d"),
  D: (date) => strftime(date, "%m/%d/%y"),
  T: (date) => strftime(date, "%H:%M:%S"),
  R: (date) => strftime(date, "%H:%M"),
  // Python's date has no zone here.
  z: () => "",
  Z: () => "",
  n: () => "\n",
  t: () => "\t"
};

/** Throws for a part that is not known. */
export function strftime(date: Date, format: string): string {
  return format.replaceAll(/%(-?)([A-Za-z%])/g, (whole, bare: string, letter: string) => {
    if (letter === "%") return "%";
    const part = Object.hasOwn(parts, letter) ? parts[letter]!(date) : null;
    if (part === null) throw new Error(`strftime: ${whole} is not known here`);
    if (bare !== "") return String(part).replace(/^[0 ]+(?=.)/, "");
    return typeof part === "number" ? two(part) : part;
  });
}
