import {beforeAll, describe, expect, test} from "vitest";
import type {Backend, Tensor} from "../../packages/engine/src/backends/backend.ts";
import {createReference} from "../../packages/engine/src/backends/reference/index.ts";
import {kernels} from "../../packages/engine/src/backends/reference/kernels.ts";
import {gradientRules} from "../../packages/engine/src/autodiff/gradient.ts";
import {expand} from "../../packages/engine/src/graph/decompose.ts";
import {topological} from "../../packages/engine/src/graph/node.ts";
import type {Node} from "../../packages/engine/src/graph/node.ts";
import {finiteDifferences, flatCases, gradientCases} from "./gradient-cases.ts";
import {difference} from "./numbers.ts";
import {allCases, dims, feedsFor, opCases} from "./op-cases.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await createReference({weights: new Map()});
});

async function evaluate(
  outputs: Readonly<Record<string, Node>>,
  feeds: ReadonlyMap<string, Tensor>
): Promise<Map<string, Tensor>> {
  return (await backend.compile(outputs)).run(feeds, dims);
}

describe("gradients", () => {
  test.each(gradientCases)(
    "$name: the fused rule, the expanded rule and finite differences agree",
    async (entry) => {
      const [fused, expanded, numeric] = await Promise.all([
        evaluate(entry.outputs, entry.feeds),
        evaluate(entry.expanded, entry.feeds),
        finiteDifferences(backend, entry)
      ]);
      expect(fused.size).toBeGreaterThan(0);
      for (const [name, {shape, data}] of fused) {
        expect(shape, name).toEqual(numeric.get(name)!.shape);
        expect(difference(data, numeric.get(name)!.data), `${name}, differences`).toBeLessThan(
          1e-7
        );
        expect(difference(expanded.get(name)!.data, data), `${name}, expanded`).toBeLessThan(1e-11);
      }
    }
  );

  test.each(flatCases)("$name: nothing flows", async ({outputs, feeds}) => {
    for (const {data} of (await evaluate(outputs, feeds)).values())
      expect(data.every((value) => value === 0)).toBe(true);
  });

  test("every operation has a case, and that case contains it", () => {
    const cases = [...gradientCases, ...flatCases];
    const tried = new Set<string>(cases.map(({op}) => op));
    expect(Object.keys({...kernels, ...gradientRules}).filter((op) => !tried.has(op))).toEqual([]);
    const without = cases.filter(
      ({op, loss}) => !topological([loss]).some((node) => node.op === op)
    );
    expect(without).toEqual([]);
  });
});

describe("decompositions", () => {
  test.each(allCases)("$name: the operation is what its primitives say", async (entry) => {
    const feeds = feedsFor(entry, 11);
    const [primitive] = expand([entry.root]);
    const got = await evaluate({primitive: primitive!, root: entry.root}, feeds);
    expect(difference(got.get("primitive")!.data, got.get("root")!.data)).toBeLessThan(1e-12);
  });

  test("a row with nothing to look at stays finite", async () => {
    const {root} = opCases.softmax[0]!;
    const data = new Float64Array(24).fill(-1e30);
    const [primitive] = expand([root]);
    const feeds = new Map([["a", {shape: [2, 3, 4], data}]]);
    for (const {data: even} of (await evaluate({root, primitive: primitive!}, feeds)).values())
      expect([...even].every((value) => Math.abs(value - 0.25) < 1e-12)).toBe(true);
  });
});
