/** What formulas may take before their notebook may run: a few words of one could stand for millions. */
import type {FormulaLimits} from "@ecco/runtime/preview";

/** Longer formulas are shown as they are written, in UTF-16 units. */
const longest = 2000;
/** So much the macros of a formula may write, and how many of them are allowed at least and at most. */
const written = 20_000;
const fewest = 10;
const most = 1000;
/** What all formulas of the page may take, in ms; after that they are shown as they are written. */
const patience = 3000;

let spent = 0;

export const formulaLimits: FormulaLimits = {
  options: ({length}) =>
    length > longest || spent > patience
      ? null
      : {maxExpand: Math.max(fewest, Math.min(most, Math.floor(written / length))), maxSize: 20},
  took: (milliseconds) => {
    spent += milliseconds;
  }
};
