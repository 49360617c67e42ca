/** One invocation a number: chains of elementwise operations, look-ups and copies. */
import type {Step} from "../../../schedule/plan.ts";
import {KernelText} from "./kernel-text.ts";
import {groupIndex, groupInputs, outNames, storeText, writesOf} from "./kernel.ts";
import type {Kernel, Shader} from "./kernel.ts";
import {fromOffset} from "./place-index.ts";
import {sizeText} from "./scope.ts";
import type {Context} from "./scope.ts";

const WORKGROUP = 64;

export function pointwise(step: Step, context: Context): Kernel {
  const {shape} = step.results[0]!.node;
  const shader = (): Shader => {
    const own = step.results.filter(({moves}) => !moves).map(({node}) => node);
    const kernel = new KernelText(context, new Set(own));
    kernel.define("fn compute(i: u32)", (evaluation) =>
      storeText(kernel, evaluation, step, fromOffset(evaluation, shape, "i"))
    );
    const main = `@compute @workgroup_size(${WORKGROUP})
fn main(${groupInputs}) {
  let i = (${groupIndex}) * ${WORKGROUP}u + lane;
  if (i < ${sizeText(shape, kernel.length)}) { compute(i); }
}`;
    return {
      text: kernel.text(outNames(step), main),
      reads: kernel.bindings,
      writes: writesOf(step)
    };
  };
  return (size) => ({key: "", workgroups: Math.ceil(size(shape) / WORKGROUP), shader});
}
