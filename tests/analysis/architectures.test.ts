/** Every architecture's layers are compared, probed and drawn, in every stack. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import type {
  Model,
  ModelInput,
  SimilarityMeasure,
  SpaceOptions
} from "../../packages/engine/src/index.ts";
import {loadModel} from "../../packages/engine/src/index.ts";
import {architectureNames, inputOf} from "../engine/architecture-laws.ts";
import {difference} from "../engine/numbers.ts";
import type {Expected} from "../engine/numbers.ts";
import {fixture, json} from "../engine/oracle.ts";

const sites = ["residual", "neurons", "attention", "mlp"] as const;
const measures: readonly SimilarityMeasure[] = [
  "cka",
  "cka-rbf",
  "cka-debiased",
  "cca",
  "svcca",
  "pwcca"
];

/** What the definition itself takes from 1: 1e-10 on the diagonals counts in directions that hardly vary. */
const ones: {readonly [M in SimilarityMeasure]: number} = {
  cka: 1e-10,
  "cka-rbf": 1e-10,
  "cka-debiased": 1e-10,
  cca: 1e-4,
  svcca: 1e-4,
  pwcca: 1e-4
};

describe.each(architectureNames)("%s", (name) => {
  let model: Model;
  let input: ModelInput;
  let stacks: readonly SpaceOptions[];
  beforeAll(async () => {
    model = await loadModel(fixture(`architectures/${name}`), {backend: "reference"});
    const expected = json<Expected>(`architectures/${name}/expected.json`);
    input = inputOf(expected);
    const two = model.info.sites.includes("decoder.embeddings");
    stacks = two ? [{stack: "encoder"}, {stack: "decoder"}] : [{}];
  });
  afterAll(() => model.dispose());

  test.each(measures)(
    "%s of the layers with themselves: ones on the diagonal, the same both ways",
    async (measure) => {
      for (const stack of stacks) {
        const {values, rows, columns} = await model.compare(input, {measure, ...stack});
        expect(rows).toEqual(columns);
        expect(rows[0]).toBe("embedding");
        expect(values).toHaveLength(rows.length);
        values.forEach((row, at) => expect(Math.abs(row[at]! - 1)).toBeLessThan(ones[measure]));
        // Columns that are asked for are computed of their own, not mirrored.
        const apart = await model.compare(input, {measure, columns: rows, ...stack});
        apart.values.forEach((row, at) =>
          expect(difference(row, values[at]!, true)).toBeLessThan(1e-9)
        );
        // PWCCA weighs by its first argument, and is not symmetric by definition.
        if (measure !== "pwcca")
          apart.values.forEach((row, at) =>
            expect(
              difference(
                row,
                apart.values.map((other) => other[at]!),
                true
              )
            ).toBeLessThan(1e-9)
          );
      }
    }
  );

  test("every site has layers, in every stack, and a picture of each", async () => {
    for (const stack of stacks) {
      for (const site of sites) {
        const {values, rows} = await model.compare(input, {site, ...stack});
        expect(rows.length).toBeGreaterThan(0);
        expect(values.flat().every(Number.isFinite)).toBe(true);
      }
      const {layers, tokens} = await model.project(input, stack);
      for (const {points, explained} of layers) {
        expect(points).toHaveLength(tokens.length);
        expect(points.flat().every(Number.isFinite)).toBe(true);
        expect(explained![0]! + explained![1]!).toBeLessThanOrEqual(1 + 1e-12);
      }
    }
  });
});
