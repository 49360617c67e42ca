/** How measures of similarity are called in views. */

const measures: Readonly<Record<string, readonly [short: string, whole: string]>> = {
  cka: ["CKA", "Linear CKA"],
  "cka-rbf": ["CKA, RBF", "CKA with an RBF kernel"],
  "cka-debiased": ["CKA, debiased", "Debiased linear CKA"],
  cca: ["CCA", "Mean canonical correlation (CCA)"],
  svcca: ["SVCCA", "SVCCA"],
  pwcca: ["PWCCA", "PWCCA"]
};

/** Returns a measure's short name, for a picker; names it does not know come back as they are. */
export const measureWord = (measure: string): string => measures[measure]?.[0] ?? measure;

/** Returns what a measure computes, in words. */
export const measureName = (measure: string): string => measures[measure]?.[1] ?? measure;
