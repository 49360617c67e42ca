import {beforeAll, describe, expect, test} from "vitest";
import type {Backend, Tensor} from "../../packages/engine/src/backends/backend.ts";
import {createReference} from "../../packages/engine/src/backends/reference/index.ts";
import {backward} from "../../packages/engine/src/autodiff/backward.ts";
import {gradientRules} from "../../packages/engine/src/autodiff/gradient.ts";
import {expand} from "../../packages/engine/src/graph/decompose.ts";
import {input, mul, reshape, sum} from "../../packages/engine/src/graph/ops.ts";
import type {Node} from "../../packages/engine/src/graph/node.ts";
import {bind, sizeOf} from "../../packages/engine/src/graph/shape.ts";
import {difference} from "./oracle.ts";
import {allCases, dims, feedsFor, opCases, random} from "./op-cases.ts";
import type {OpCase} from "./op-cases.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await createReference({weights: new Map()});
});

async function evaluate(root: Node, feeds: ReadonlyMap<string, Tensor>): Promise<Tensor> {
  return (await (await backend.compile({root})).run(feeds, dims)).get("root")!;
}

/** A scalar of the operation: random weights · its result. */
function loss({root}: OpCase): {node: Node; weights: Tensor} {
  const shape = bind(root.shape, dims);
  const next = random(99);
  const weights = {shape, data: Float64Array.from({length: sizeOf(shape)}, () => next() - 0.5)};
  const node = reshape(
    sum(
      mul(root, input("weights", root.shape)),
      root.shape.map((_, axis) => axis)
    ),
    [1]
  );
  return {node, weights};
}

/** No slope to follow: a step is flat, and nothing flows to a table that is only looked up in. */
const flat = new Set([...opCases.step, ...opCases.gather]);
/** Weights get no gradient: nobody trains here. */
const weightless = new Set([
  ...opCases.linear,
  ...opCases.layerNorm,
  ...opCases.rmsNorm,
  ...opCases.rotary,
  ...opCases.layerNormGradient,
  ...opCases.rmsNormGradient
]);

describe("gradients", () => {
  test.each(allCases.filter((entry) => !flat.has(entry)))(
    "$name: the fused rule, the expanded rule and finite differences agree",
    async (entry) => {
      const feeds = feedsFor(entry, 7);
      const {node, weights} = loss(entry);
      feeds.set("weights", weights);
      const wrt = weightless.has(entry) ? entry.inputs.slice(0, 1) : entry.inputs;
      const fused = backward([node], wrt, gradientRules).flows;
      const expanded = backward(expand([node]), wrt, gradientRules).flows;
      for (const [index, target] of wrt.entries()) {
        if (target.op !== "input") throw new Error("expected an input");
        const name = target.attributes.name;
        const start = feeds.get(name)!;
        const numeric = Float64Array.from(start.data);
        const step = 1e-5;
        for (let at = 0; at < numeric.length; at++) {
          const moved = async (by: number): Promise<number> => {
            const data = Float64Array.from(start.data);
            data[at]! += by;
            return (await evaluate(node, new Map(feeds).set(name, {...start, data}))).data[0]!;
          };
          numeric[at] = ((await moved(step)) - (await moved(-step))) / (2 * step);
        }
        const first = (await evaluate(fused[index]!, feeds)).data;
        expect(difference(first, numeric), `${name}, finite differences`).toBeLessThan(1e-7);
        expect(
          difference((await evaluate(expanded[index]!, feeds)).data, first),
          `${name}, expanded`
        ).toBeLessThan(1e-11);
      }
    }
  );

  test.each([...flat])("$name: nothing flows", async (entry) => {
    const {node, weights} = loss(entry);
    const [flow] = backward([node], entry.inputs, gradientRules).flows;
    expect(
      (await evaluate(flow!, feedsFor(entry, 7).set("weights", weights))).data.every(
        (value) => value === 0
      )
    ).toBe(true);
  });
});

describe("decompositions", () => {
  test.each(allCases)("$name: the operation is what its primitives say", async (entry) => {
    const feeds = feedsFor(entry, 11);
    const [primitive] = expand([entry.root]);
    expect(
      difference((await evaluate(primitive!, feeds)).data, (await evaluate(entry.root, feeds)).data)
    ).toBeLessThan(1e-12);
  });

  test("a row with nothing to look at stays finite", async () => {
    const {root} = opCases.softmax[0]!;
    const data = new Float64Array(24).fill(-1e30);
    const [primitive] = expand([root]);
    for (const node of [root, primitive!]) {
      const got = await evaluate(node, new Map([["a", {shape: [2, 3, 4], data}]]));
      expect([...got.data].every((value) => Math.abs(value - 0.25) < 1e-12)).toBe(true);
    }
  });
});
