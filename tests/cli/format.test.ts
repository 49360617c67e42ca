/** Numbers and tokens as the terminal shows them: rounded, and visible. */
import {expect, test} from "vitest";
import {percent, tokenText} from "../../apps/cli/src/output/format.ts";
import {showMatrix} from "../../apps/cli/src/output/show-matrix.ts";
import type {AttributionMatrix} from "../../packages/engine/src/index.ts";

test.each([
  [0, "0.00 %"],
  [0.000005, "<0.001 %"],
  [0.0000199, "0.002 %"],
  [0.000514, "0.051 %"],
  [0.000519, "0.052 %"],
  [0.00999, "0.999 %"],
  [0.7731, "77.3 %"],
  [1, "100 %"]
])("a probability of %s is %s: rounded, not cut off", (probability, shown) => {
  expect(percent(probability)).toBe(shown);
});

test("characters that a terminal draws as nothing are shown by their code", () => {
  const shown = ["\u00a0", "a\u200bb", "\u3000", " x\n", "é"].map((text) =>
    tokenText({id: 0, text})
  );
  expect(shown).toEqual(["U+00A0", "aU+200Bb", "U+3000", "·x⏎", "é"]);
});

test("scores of the matrix are rounded, and none is a signed zero", () => {
  const token = (text: string) => ({
    id: 0,
    text,
    bytes: [],
    word: 0,
    start: 0,
    end: 1,
    special: false
  });
  const matrix: AttributionMatrix = {
    method: "occlusion",
    tokens: ["a", "b", "c"].map(token),
    encoderLength: 3,
    leftOut: [],
    rows: [
      {
        token: token("d"),
        index: 3,
        value: -1,
        probability: 0.5,
        rank: 1,
        scores: [-0.908, -1.6175, -8.39e-6],
        delta: null,
        change: null,
        warning: null
      }
    ],
    provenance: {
      model: "m",
      revision: null,
      architecture: "llama",
      backend: "reference",
      dtype: "float64",
      ecco: "0",
      milliseconds: 1,
      forwards: 1,
      backwards: 0
    }
  };
  expect(showMatrix(matrix)).toMatch(/−0\.91 +−1\.62 +0\.00\n/);
});
