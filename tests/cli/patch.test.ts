import {expect, test} from "vitest";
import type {Patching} from "../../packages/engine/src/explain/causal/results.ts";
import {ecco, eccoJson, expectOneLine} from "./ecco.ts";

const texts = ["The capital of France is", "The capital of Japan is"] as const;

test("patch: layers by positions, between what both runs say", async () => {
  const {site, values, recovered, clean, corrupt, agreement} = await eccoJson<Patching>([
    "patch",
    "atlas",
    ...texts,
    "--target",
    " Paris",
    "--gradient"
  ]);
  expect(site).toBe("residual");
  expect([values.length, values[0]!.length]).toEqual([9, 5]);
  expect(clean).toBeGreaterThan(corrupt);
  // The country carries it at first, the last position at the end.
  expect(recovered![0]![3]).toBeCloseTo(1, 3);
  expect(values.at(-1)!.at(-1)).toBeCloseTo(clean, 3);
  expect(agreement).toBeGreaterThan(0.9);
});

test("patch: texts of other lengths, and one text alone, are refused in one line", async () => {
  expectOneLine(
    await ecco(["patch", "atlas", texts[0]]),
    1,
    /expected two texts, CLEAN and CORRUPT/
  );
  expectOneLine(
    await ecco(["patch", "atlas", texts[0], "Japan", "--backend", "reference"]),
    1,
    /tokens/
  );
});
