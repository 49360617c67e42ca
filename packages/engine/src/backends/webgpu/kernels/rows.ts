/** Passes over rows of numbers: softmax, norms, their gradients, sums and maxima; one workgroup or one invocation a row. */
import type {Node, Shape} from "../../../graph/node.ts";
import type {Step} from "../../../schedule/plan.ts";
import type {OpOf} from "../../../schedule/roles.ts";
import {KernelText} from "./kernel-text.ts";
import type {Evaluation} from "./kernel-text.ts";
import {groupIndex, groupInputs, outNames, storeText, writesOf} from "./kernel.ts";
import type {Kernel, Shader} from "./kernel.ts";
import {fromCoordinates, fromOffset, narrow} from "./place-index.ts";
import type {Position} from "./place-index.ts";
import {rowPrograms} from "./row-programs.ts";
import type {RowProgram} from "./row-programs.ts";
import {sizeText} from "./scope.ts";
import type {Context} from "./scope.ts";

export type RowOp = OpOf<"rows">;
type RowNode = Extract<Node, {op: RowOp}>;

const WORKGROUP = 64;
/** Narrower rows are one invocation's work: a workgroup would mostly wait. */
const NARROW = 24;

interface Layout {
  /** Rows and columns, as shapes. */
  readonly rows: Shape;
  readonly columns: Shape;
  /** Returns the position of an input's (or the result's) number at `row` and `c`. */
  readonly position: (evaluation: Evaluation) => Position;
  /** Returns where the finished number goes. */
  readonly result: (evaluation: Evaluation) => Position;
}

function layoutOf(core: RowNode): Layout {
  const last = core.shape.length - 1;
  if (core.op === "sum" || core.op === "max") return reductionLayout(core, core.attributes.axes);
  if (core.op === "logSumExp") return reductionLayout(core, [last]);
  const rows = core.shape.slice(0, last);
  const columns = core.shape.slice(last);
  const position = (evaluation: Evaluation): Position => {
    const lead = fromOffset(evaluation, rows, "row");
    return fromCoordinates(
      evaluation,
      core.shape,
      "rc",
      (axis) => (axis === last ? "c" : lead.at(axis)),
      () => evaluation.scope.let(`row * ${sizeText(columns, evaluation.length)} + c`)
    );
  };
  return {rows, columns, position, result: position};
}

function reductionLayout({inputs: [x], shape}: RowNode, axes: readonly number[]): Layout {
  const columns = axes.map((axis) => x!.shape[axis]!);
  const result = (evaluation: Evaluation): Position => fromOffset(evaluation, shape, "row");
  const position = (evaluation: Evaluation): Position => {
    const inner = fromOffset(evaluation, columns, "c");
    const outer = result(evaluation);
    const trailing = axes.every((axis, index) => axis === x!.shape.length - axes.length + index);
    return fromCoordinates(
      evaluation,
      x!.shape,
      "rc",
      (axis) => (axes.includes(axis) ? inner.at(axes.indexOf(axis)) : outer.at(axis)),
      trailing
        ? () => evaluation.scope.let(`row * ${sizeText(columns, evaluation.length)} + c`)
        : undefined
    );
  };
  return {rows: shape, columns, position, result};
}

export function rows(step: Step, context: Context): Kernel {
  const core = step.core as RowNode;
  const layout = layoutOf(core);
  const makeProgram = rowPrograms[core.op] as (node: Node) => RowProgram;
  const program = makeProgram(core);
  const shader = (grouped: boolean) => (): Shader => {
    const kernel = new KernelText(context, new Set(step.results.map(({node}) => node)));
    core.inputs.forEach((input, index) => {
      kernel.define(`fn load${index}(row: u32, c: u32) -> f32`, (evaluation) => {
        const position = narrow(evaluation, layout.position(evaluation), input.shape);
        return `return ${kernel.value(evaluation, input, position)};`;
      });
    });
    kernel.define(
      "fn finish(row: u32, c: u32, core: f32)",
      (evaluation) => storeText(kernel, evaluation, step, layout.result(evaluation)),
      new Map([[core, "core"]])
    );
    for (const name of program.helpers) kernel.use(name);
    const height = sizeText(layout.rows, kernel.length);
    const width = sizeText(layout.columns, kernel.length);
    const main = grouped ? groupText(program, height, width) : threadText(program, height, width);
    return {
      text: kernel.text(outNames(step), main),
      reads: kernel.bindings,
      writes: writesOf(step)
    };
  };
  return (size) => {
    const [height, width] = [size(layout.rows), size(layout.columns)];
    const narrow = context.software ? Infinity : height >= 4096 ? 4 * NARROW : NARROW;
    return width <= narrow
      ? {key: "thread", workgroups: Math.ceil(height / WORKGROUP), shader: shader(false)}
      : {key: "group", workgroups: height, shader: shader(true)};
  };
}

const start = {sum: "0.0", max: "-3.4028234663852886e38f"} as const;
const combine = {
  sum: (a: string, b: string) => `${a} + ${b}`,
  max: (a: string, b: string) => `max(${a}, ${b})`
} as const;

/** Returns the loads of the inputs a text names. */
const loads = (...texts: string[]): string =>
  [0, 1, 2]
    .filter((index) => texts.some((text) => new RegExp(`\\bx${index}\\b`).test(text)))
    .map((index) => `let x${index} = load${index}(row, c);`)
    .join(" ");

function passTexts(
  {passes}: RowProgram,
  loop: string,
  gather: (name: string, kind: "sum" | "max", slot: number) => string,
  end: string
): string {
  return passes
    .map((pass) => {
      const declared = pass.map(({name, kind}) => `var sum_${name} = ${start[kind]};`);
      const inner = pass.map(
        ({name, kind, value}) => `sum_${name} = ${combine[kind](`sum_${name}`, value)};`
      );
      const made = pass.map(({name, kind}, slot) => gather(`sum_${name}`, kind, slot));
      const after = pass.map(
        ({name, means}) => `let ${name} = ${means.replaceAll("$", `sum_${name}`)};`
      );
      return `${declared.join("\n  ")}
  ${loop} { ${loads(...pass.map(({value}) => value))} ${inner.join(" ")} }
  ${made.join("\n  ")}
  ${end}
  ${after.join("\n  ")}`;
    })
    .join("\n  ");
}

function threadText(program: RowProgram, height: string, width: string): string {
  const loop = "for (var c = 0u; c < width; c++)";
  const write = program.scalar
    ? `finish(row, 0u, ${program.result});`
    : `${loop} { ${loads(program.result)} finish(row, c, ${program.result}); }`;
  return `@compute @workgroup_size(${WORKGROUP})
fn main(${groupInputs}) {
  let row = (${groupIndex}) * ${WORKGROUP}u + lane;
  let width = ${width};
  if (row >= ${height}) { return; }
  ${passTexts(program, loop, () => "", "")}
  ${write}
}`;
}

function groupText(program: RowProgram, height: string, width: string): string {
  const most = Math.max(...program.passes.map((pass) => pass.length));
  const loop = `for (var c = lane; c < width; c += ${WORKGROUP}u)`;
  const write = program.scalar
    ? `if (lane == 0u) { finish(row, 0u, ${program.result}); }`
    : `${loop} { ${loads(program.result)} finish(row, c, ${program.result}); }`;
  // 64 → 8 → 1: two steps wait less than six.
  const gather = (name: string, kind: "sum" | "max", slot: number): string => {
    const at = (index: string): string => `partial[${slot * WORKGROUP}u + ${index}]`;
    return `${at("lane")} = ${name};
  workgroupBarrier();
  if (lane < 8u) {
    for (var k = 8u; k < ${WORKGROUP}u; k += 8u) { ${name} = ${combine[kind](name, at("lane + k"))}; }
    ${at("lane")} = ${name};
  }
  workgroupBarrier();
  ${name} = ${at("0u")};
  for (var k = 1u; k < 8u; k++) { ${name} = ${combine[kind](name, at("k"))}; }`;
  };
  return `var<workgroup> partial: array<f32, ${WORKGROUP * most}>;
@compute @workgroup_size(${WORKGROUP})
fn main(${groupInputs}) {
  let row = ${groupIndex};
  let width = ${width};
  if (row >= ${height}) { return; }
  ${passTexts(program, loop, gather, "workgroupBarrier();")}
  ${write}
}`;
}
