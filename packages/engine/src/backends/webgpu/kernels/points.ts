/** Operations that compute one number from numbers at known positions: they are written where they are read. */
import type {Node, NodeOf} from "../../../graph/node.ts";
import {roleOf} from "../../../schedule/roles.ts";
import type {OpOf} from "../../../schedule/roles.ts";
import type {Evaluation, KernelText} from "./kernel-text.ts";
import {fromCoordinates, fromOffset, narrow} from "./place-index.ts";
import type {Position} from "./place-index.ts";
import type {HelperName} from "./functions.ts";

type PointOp = OpOf<"point">;
type Emit<O extends PointOp> = (
  kernel: KernelText,
  evaluation: Evaluation,
  node: NodeOf<O>,
  position: Position
) => string;

export const isPoint = (node: Node): node is Extract<Node, {op: PointOp}> =>
  roleOf(node) === "point";

/** The inputs' numbers at the node's own position, narrowed where they are widened. */
const operands = (
  kernel: KernelText,
  evaluation: Evaluation,
  node: {readonly inputs: readonly Node[]},
  position: Position
): string[] =>
  node.inputs.map((input) =>
    kernel.value(evaluation, input, narrow(evaluation, position, input.shape))
  );

/** `build` may also call a helper. */
const each =
  <O extends PointOp>(
    build: (args: readonly string[], use: (name: HelperName) => string, node: NodeOf<O>) => string
  ): Emit<O> =>
  (kernel, evaluation, node, position) =>
    build(operands(kernel, evaluation, node, position), (name) => kernel.use(name), node);

const zip = <O extends PointOp>(sign: string): Emit<O> => each(([a, b]) => `${a} ${sign} ${b}`);

export const points: {readonly [O in PointOp]: Emit<O>} = {
  neg: each(([x]) => `-${x}`),
  exp: each(([x], use) => `${use("exp")}(${x})`),
  log: each(([x]) => `log(${x})`),
  sqrt: each(([x]) => `sqrt(${x})`),
  reciprocal: each(([x]) => `1.0 / ${x}`),
  tanh: each(([x], use) => `${use("tanh")}(${x})`),
  erf: each(([x], use) => `${use("erf")}(${x})`),
  sigmoid: each(([x], use) => `${use("sigmoid")}(${x})`),
  relu: each(([x]) => `max(${x}, 0.0)`),
  step: each(([x]) => `select(0.0, 1.0, ${x} > 0.0)`),
  add: zip("+"),
  sub: zip("-"),
  mul: zip("*"),
  div: zip("/"),
  gatedProduct: zip("*"),
  softplus: each(([x], use) => `${use("softplus")}(${x})`),
  activation: each(([x], use, {attributes: {kind}}) => `${use(`act-${kind}`)}(${x})`),
  activationGradient: each(
    ([x, dy], use, {attributes: {kind}}) => `${dy} * ${use(`slope-${kind}`)}(${x})`
  ),
  pad(kernel, evaluation, {inputs: [x], attributes: {axis, before}}, position) {
    const {scope, length} = evaluation;
    // Below the start this wraps around to a large number: one comparison tells both sides.
    const at = scope.let(`${position.at(axis)} - ${before}u`);
    const inside = scope.let(`${at} < ${length(x!.shape[axis]!)}`);
    const clamped = scope.let(`select(0u, ${at}, ${inside})`);
    const inner = fromCoordinates(evaluation, x!.shape, `${position.key}p${axis},${before}`, (a) =>
      a === axis ? clamped : position.at(a)
    );
    return `select(0.0, ${kernel.value(evaluation, x!, inner)}, ${inside})`;
  },
  gather(kernel, evaluation, {inputs: [table, indices]}, position) {
    const leads = indices!.shape.length;
    const outer = fromCoordinates(evaluation, indices!.shape, `${position.key}g`, (axis) =>
      position.at(axis)
    );
    const row = evaluation.scope.let(`u32(${kernel.value(evaluation, indices!, outer)})`);
    const inner = fromCoordinates(evaluation, table!.shape, `${position.key}g${row}`, (axis) =>
      axis === 0 ? row : position.at(leads + axis - 1)
    );
    return kernel.value(evaluation, table!, inner);
  },
  take(kernel, evaluation, {inputs: [x, indices], shape}, position) {
    const last = shape.length - 1;
    const own = fromCoordinates(evaluation, indices!.shape, `${position.key}t`, (axis) =>
      position.at(last - 1 + axis)
    );
    const index = evaluation.scope.let(`u32(${kernel.value(evaluation, indices!, own)})`);
    const inner = fromCoordinates(evaluation, x!.shape, `${position.key}t${index}`, (axis) =>
      axis === last ? index : position.at(axis)
    );
    return kernel.value(evaluation, x!, inner);
  },
  put(kernel, _, node, position) {
    const {inputs, shape} = node as NodeOf<"put">;
    const [x, indices] = inputs as readonly [Node, Node];
    const last = shape.length - 1;
    const name = kernel.functionOf(node, (own) => {
      kernel.define(`fn ${own}_given(to: u32, s: u32) -> f32`, (evaluation) => {
        const target = fromOffset(evaluation, shape, "to");
        const numberOf = (of: Node, key: string): string => {
          const skipped = shape.length - of.shape.length;
          const from = fromCoordinates(evaluation, of.shape, key, (axis) =>
            axis + skipped === last ? "s" : target.at(axis + skipped)
          );
          return kernel.value(evaluation, of, from);
        };
        const here = `u32(${numberOf(indices, "indices")}) == ${target.at(last)}`;
        return `return select(0.0, ${numberOf(x, "given")}, ${here});`;
      });
      kernel.define(`fn ${own}(to: u32) -> f32`, ({length}) => {
        const loop = `for (var s = 0u; s < ${length(x.shape[last]!)}; s++)`;
        return `var total = 0.0;\n  ${loop} { total += ${own}_given(to, s); }\n  return total;`;
      });
    });
    return `${name}(${position.offset()})`;
  },
  rotary(kernel, evaluation, {inputs: [x, cos, sin], attributes: {layout, inverse}}, position) {
    const {scope} = evaluation;
    const last = x!.shape.length - 1;
    const half = (x!.shape[last] as number) / 2;
    const channel = position.at(last);
    const first = scope.let(
      layout === "halves" ? `${channel} < ${half}u` : `(${channel} & 1u) == 0u`
    );
    const other = scope.let(
      layout === "halves"
        ? `select(${channel} - ${half}u, ${channel} + ${half}u, ${first})`
        : `${channel} ^ 1u`
    );
    const partner = fromCoordinates(evaluation, x!.shape, `${position.key}r${layout}`, (axis) =>
      axis === last ? other : position.at(axis)
    );
    const table = (node: Node): string =>
      kernel.value(evaluation, node, narrow(evaluation, position, node.shape));
    const turned = scope.let(kernel.value(evaluation, x!, partner));
    const signed = scope.let(`select(${turned}, -${turned}, ${inverse ? "!" : ""}${first})`);
    return `${kernel.value(evaluation, x!, position)} * ${table(cos!)} + ${signed} * ${table(sin!)}`;
  }
};
