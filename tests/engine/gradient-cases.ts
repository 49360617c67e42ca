/** The slope of every operation, in graphs and in finite differences: what each backend's gradients must equal. */
import {backward} from "../../packages/engine/src/autodiff/backward.ts";
import {gradientRules} from "../../packages/engine/src/autodiff/gradient.ts";
import type {Backend, Tensor} from "../../packages/engine/src/backends/backend.ts";
import {expand} from "../../packages/engine/src/graph/decompose.ts";
import {input, mul, reshape, sum} from "../../packages/engine/src/graph/ops.ts";
import type {LeafOp, Node, Op} from "../../packages/engine/src/graph/node.ts";
import {bind, sizeOf} from "../../packages/engine/src/graph/shape.ts";
import {dims, feedsFor, opCases, random} from "./op-cases.ts";
import type {OpCase} from "./op-cases.ts";

type CaseOp = Exclude<Op, LeafOp>;

/** No slope to follow: a step is flat, and nothing flows to a table that is only looked up in. */
export const flatOps: ReadonlySet<Op> = new Set<CaseOp>(["step", "gather"]);

/** Which inputs are followed, where not all: weights get no gradient, for nobody trains here. */
const followed: {readonly [O in CaseOp]?: readonly number[]} = {
  linear: [0],
  layerNorm: [0],
  rmsNorm: [0],
  rotary: [0],
  layerNormGradient: [0, 2],
  rmsNormGradient: [0, 2]
};

export interface GradientCase {
  readonly name: string;
  readonly op: Op;
  /** A scalar of the operation: random weights · its result. A plain sum of a softmax or a norm would be constant. */
  readonly loss: Node;
  /** By input's name: its gradient by the table's rules, and with every operation taken apart first. */
  readonly outputs: Readonly<Record<string, Node>>;
  readonly expanded: Readonly<Record<string, Node>>;
  readonly feeds: ReadonlyMap<string, Tensor>;
}

function gradientCase(op: CaseOp, entry: OpCase): GradientCase {
  const {name, root, inputs} = entry;
  const wrt = inputs.filter((_, index) => followed[op]?.includes(index) ?? true);
  const axes = root.shape.map((_, axis) => axis);
  const loss = reshape(sum(mul(root, input("weights", root.shape)), axes), [1]);
  const byName = (flows: readonly Node[]): Record<string, Node> =>
    Object.fromEntries(wrt.map((node, index) => [nameOf(node), flows[index]!]));
  const shape = bind(root.shape, dims);
  const next = random(99);
  const weights = {shape, data: Float64Array.from({length: sizeOf(shape)}, () => next() - 0.5)};
  return {
    name,
    op,
    loss,
    outputs: byName(backward([loss], wrt, gradientRules).flows),
    expanded: byName(backward(expand([loss]), wrt, gradientRules).flows),
    feeds: feedsFor(entry, 7).set("weights", weights)
  };
}

function nameOf(node: Node): string {
  if (node.op !== "input") throw new Error(`expected an input, got ${node.op}`);
  return node.attributes.name;
}

const all = (Object.keys(opCases) as CaseOp[]).flatMap((op) =>
  opCases[op].map((entry) => gradientCase(op, entry))
);

export const gradientCases: readonly GradientCase[] = all.filter(({op}) => !flatOps.has(op));
export const flatCases: readonly GradientCase[] = all.filter(({op}) => flatOps.has(op));

/** Returns the slopes of the loss by each number of each input, by central differences in float64. */
export async function finiteDifferences(
  reference: Backend,
  {loss, outputs, feeds}: GradientCase,
  step: number = 1e-5
): Promise<ReadonlyMap<string, Tensor>> {
  const program = await reference.compile({loss});
  const found = new Map<string, Tensor>();
  for (const name of Object.keys(outputs)) {
    const {shape, data: start} = feeds.get(name)!;
    const slopes = new Float64Array(start.length);
    const moved = async (at: number, by: number): Promise<number> => {
      const data = Float64Array.from(start);
      data[at]! += by;
      const result = await program.run(new Map(feeds).set(name, {shape, data}), dims);
      return result.get("loss")!.data[0]!;
    };
    for (let at = 0; at < slopes.length; at++)
      slopes[at] = ((await moved(at, step)) - (await moved(at, -step))) / (2 * step);
    found.set(name, {shape, data: slopes});
  }
  program.dispose();
  return found;
}
