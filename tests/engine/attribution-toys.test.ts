/** The toys of Captum's own tests, and the answers they state. */
import {describe, expect, test} from "vitest";
import {
  deepLift,
  deepLiftShap
} from "../../packages/engine/src/explain/attribution/methods/deeplift.ts";
import {gradCam} from "../../packages/engine/src/explain/attribution/methods/grad-cam.ts";
import {integratedGradients} from "../../packages/engine/src/explain/attribution/methods/integrated.ts";
import {kernelShap} from "../../packages/engine/src/explain/attribution/methods/kernel-shap.ts";
import {lasso} from "../../packages/engine/src/explain/attribution/methods/least-squares.ts";
import {lime} from "../../packages/engine/src/explain/attribution/methods/lime.ts";
import {occlusion} from "../../packages/engine/src/explain/attribution/methods/occlusion.ts";
import {owen} from "../../packages/engine/src/explain/attribution/methods/owen.ts";
import {lrp} from "../../packages/engine/src/explain/attribution/methods/relevance.ts";
import {shapley} from "../../packages/engine/src/explain/attribution/methods/shapley.ts";
import {quadratures} from "../../packages/engine/src/explain/attribution/quadrature.ts";
import {
  deconvolution,
  gradient,
  guided
} from "../../packages/engine/src/explain/attribution/rules.ts";
import type {Rules} from "../../packages/engine/src/explain/attribution/rules.ts";
import {
  add,
  constant,
  max,
  relu,
  scale,
  slice,
  sub,
  tanh
} from "../../packages/engine/src/graph/ops.ts";
import type {Node} from "../../packages/engine/src/graph/node.ts";
import {difference} from "./numbers.ts";
import {scored, taskOf} from "./toy.ts";
import type {Toy} from "./toy.ts";

const near = (got: readonly number[], want: readonly number[], tolerance = 1e-9): void =>
  expect(difference(got, want, true), got.join(", ")).toBeLessThan(tolerance);
const part = (x: Node, index: number): Node => slice(x, 1, index, index + 1);
const ones = (rows: number, columns: number): number[][] =>
  Array.from({length: rows}, () => Array.from({length: columns}, () => 1));

describe("BasicModel_MultiLayer, target 0", () => {
  const model: Toy = (x, layer) =>
    part(layer(relu(layer(x, ones(4, 3), [-10, 1, 1, 1])), ones(2, 4), [-1, 1]), 0);
  const x = [20, 50, 30];

  test("occlusion: alone, in groups, and from another baseline", async () => {
    near(await scored(occlusion, await taskOf(model, x)), [80, 200, 120]);
    const groups = await occlusion(await taskOf(model, x, {players: [[0, 1], [2]]}));
    near(groups.shares!, [280, 120]);
    const grouped = {players: [[0, 1], [2]], baseline: [4, 4, 4]};
    near((await occlusion(await taskOf(model, x, grouped))).shares!, [248, 104]);
  });

  test("Shapley values: exact, sampled, by least squares and over a tree", async () => {
    const want = [230 / 3, 590 / 3, 350 / 3];
    for (const method of [shapley, kernelShap]) {
      near(await scored(method, await taskOf(model, x)), want, 1e-8);
      const groups = await method(await taskOf(model, x, {players: [[0, 1], [2]]}));
      near(groups.shares!, [275, 115], 1e-8);
      const shifted = await taskOf(model, x, {players: [[0, 1], [2]], baseline: [4, 4, 4]});
      near((await method(shifted)).shares!, [248, 104], 1e-8);
      near(
        await scored(method, await taskOf(model, x, {baseline: [10, 20, 10]})),
        [40, 120, 80],
        1e-8
      );
    }
    const drawn = await taskOf(model, x, {samples: 400});
    near(await scored(shapley, drawn), want, 1);
    near(await scored(kernelShap, await taskOf(model, x, {samples: 500})), want, 1e-8);
    const tree = await scored(owen, {
      ...(await taskOf(model, x)),
      inside: {encoded: {tokens: [], decoderTokens: []}} as never
    });
    expect(tree.reduce((sum, value) => sum + value, 0)).toBeCloseTo(390, 8);
  });

  test("LIME: the sparse fit in closed form, near what Captum draws", async () => {
    const rows = Array.from({length: 8}, (_, bits) => [bits & 1, (bits >> 1) & 1, bits >> 2]);
    const values = await (
      await taskOf(model, x)
    ).target.values(rows.map((row) => [Float64Array.from(row, (is, at) => is * x[at]!)]));
    const {coefficients} = lasso(
      rows,
      values,
      rows.map(() => 1),
      1
    );
    near(coefficients, [73.5, 193.5, 113.5]);
    near(coefficients, [73.3716, 193.3349, 113.3349], 0.2);
    const found = await scored(lime, await taskOf(model, x));
    expect(found[1]).toBeGreaterThan(found[2]!);
    expect(found[2]).toBeGreaterThan(found[0]!);
  });
});

describe("gradients along a path", () => {
  const second: Toy = (x) => relu(sub(sub(relu(part(x, 0)), constant(1)), relu(part(x, 1))));
  const third: Toy = (x) => relu(sub(relu(sub(part(x, 0), constant(1))), relu(part(x, 1))));
  test.each([
    ["BasicModel2", second],
    ["BasicModel3", third]
  ])("%s: the implementation does not matter", async (_, toy) => {
    const found = await integratedGradients(await taskOf(toy, [3, 1], {steps: 500}));
    near(
      found.rows.map(([x]) => x!),
      [1.5, -0.5],
      0.01
    );
    expect(found.change).toBe(1);
  });
  test("BasicModel: 1 − ReLU(1 − x)", async () => {
    const x = [1, 2, 3, 0, -1, 7];
    const task = await taskOf(
      (node) => sumOf(sub(constant(1), relu(sub(constant(1), node))), 6),
      x
    );
    const [walked] = await task.target.walks(gradient, [{rows: task.target.embeddings}]);
    expect([...walked!.flow[0]!]).toEqual([0, 0, 0, 1, 1, 0]);
  });
  test("nodes and weights of the rules", () => {
    expect(quadratures["riemann-middle"](2)).toEqual({nodes: [0.25, 0.75], weights: [0.5, 0.5]});
    expect(quadratures["riemann-left"](2).nodes).toEqual([0, 0.5]);
    expect(quadratures["riemann-right"](2).nodes).toEqual([0.5, 1]);
    expect(quadratures.trapezoid(3)).toEqual({nodes: [0, 0.5, 1], weights: [0.25, 0.5, 0.25]});
    // n nodes integrate polynomials of degree 2n − 1.
    const {nodes, weights} = quadratures["gauss-legendre"](5);
    for (let degree = 0; degree < 10; degree++) {
      const sum = nodes.reduce((all, at, index) => all + weights[index]! * at ** degree, 0);
      expect(Math.abs(sum - 1 / (degree + 1))).toBeLessThan(1e-14);
    }
  });
});

const sumOf = (x: Node, count: number): Node =>
  Array.from({length: count}, (_, index) => part(x, index)).reduce((a, b) => add(a, b));

describe("DeepLift", () => {
  test("2 ReLU(x₁) + 2 ReLU(x₂ − 1.5)", async () => {
    const toy: Toy = (x) =>
      add(scale(relu(part(x, 0)), 2), scale(relu(sub(part(x, 1), constant(1.5))), 2));
    near(await scored(deepLift, await taskOf(toy, [1, 2])), [2, 1]);
    near(await scored(deepLiftShap, await taskOf(toy, [1, 2])), [2, 1]);
  });
  test.each([
    [
      [1, 2, 3, 9],
      [0, 0, 0, -8]
    ],
    [
      [4, 8, 6, 7],
      [0, -7, 0, 0]
    ]
  ])("the largest of four, from %j", async (baseline, want) => {
    near(await scored(deepLift, await taskOf((x) => max(x, [1]), [1, 1, 1, 1], {baseline})), want);
  });
});

describe("relevance", () => {
  const two =
    (first: readonly (readonly number[])[]): Toy =>
    (x, layer) =>
      layer(relu(layer(x, first)), [[3, 3, 3]]);
  const twos = [
    [2, 2, 2],
    [2, 2, 2],
    [2, 2, 2]
  ];
  const mixed = [
    [-2, 2, 2],
    [2, 2, 2],
    [2, 2, 2]
  ];
  test("SimpleLRPModel: ε, γ, α1β0", async () => {
    near(await scored(lrp, await taskOf(two(twos), [1, 2, 3])), [18, 36, 54], 1e-6);
    near(await scored(lrp, await taskOf(two(twos), [3, 6, 9])), [54, 108, 162], 1e-6);
    const gamma = await taskOf(two(mixed), [1, 2, 3], {rule: "gamma", gamma: 1});
    near(await scored(lrp, gamma), [28 / 3, 104 / 3, 52], 1e-6);
    const alpha = await taskOf(two(mixed), [1, 2, 3], {rule: "alpha1-beta0"});
    near(await scored(lrp, alpha), [12, 33.6, 50.4], 1e-6);
  });
  test("tanh keeps what it is given; a skip is a sum", async () => {
    const tenth = [
      [0.1, 0.1, 0.1],
      [0.1, 0.1, 0.1],
      [0.1, 0.1, 0.1]
    ];
    const net: Toy = (x, layer) => layer(tanh(layer(x, tenth)), [[0.1, 0.1, 0.1]]);
    near(await scored(lrp, await taskOf(net, [1, 2, 3])), [0.0269, 0.0537, 0.0806], 1e-4);
    const skip: Toy = (x, layer) =>
      part(
        add(
          layer(x, [
            [5, 0],
            [0, 5]
          ]),
          x
        ),
        1
      );
    const found = await scored(lrp, await taskOf(skip, [2, 3]));
    expect(found.reduce((sum, value) => sum + value, 0)).toBeCloseTo(18, 5);
  });
});

describe("BasicModel_ConvNet_One_Conv, target 0", () => {
  /** 3 × 3 ones on a 4 × 4 picture: one row per place of the window. */
  const windows = [0, 1, 4, 5].map((corner) =>
    Array.from({length: 16}, (_, pixel) => {
      const [row, column] = [Math.floor(pixel / 4), pixel % 4];
      const [top, left] = [Math.floor(corner / 4), corner % 4];
      return Number(row >= top && row < top + 3 && column >= left && column < left + 3);
    })
  );
  const bias = [-50, -50, -50, -50, -75, -75, -75, -75];
  const net: Toy = (x, layer) =>
    relu(layer(relu(layer(x, [...windows, ...windows], bias)), [[1, 1, 1, 1, 1, -1, -1, -1]]));
  const picture = Array.from({length: 16}, (_, pixel) => pixel);
  test.each<[string, Rules, string]>([
    ["guided backpropagation", guided, "0111 1332 1332 1221"],
    ["deconvolution", deconvolution, "2331 3552 3552 1221"]
  ])("%s", async (_, rules, rows) => {
    const {target} = await taskOf(net, picture);
    const [walked] = await target.walks(rules, [{rows: target.embeddings}]);
    const want = [...rows.replaceAll(" ", "")].map(Number);
    near([...walked!.flow[0]!], want);
  });
  test("Grad-CAM of the convolution", () => {
    const map = gradCam({
      shape: [4, 2],
      value: Float64Array.of(-5, -30, 4, -21, 31, 6, 40, 15),
      flow: Float64Array.of(0, 0, 1, 0, 1, -1, 1, -1)
    });
    near([...map], [11.25, 13.5, 20.25, 22.5]);
  });
});
