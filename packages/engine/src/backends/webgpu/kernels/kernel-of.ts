/** Which kind of kernel computes a step. */
import type {Step} from "../../../schedule/plan.ts";
import {roleOf, type Role} from "../../../schedule/roles.ts";
import type {Kernel} from "./kernel.ts";
import {pointwise} from "./pointwise.ts";
import {products} from "./products.ts";
import {rows} from "./rows.ts";
import type {Context} from "./scope.ts";

type CoreRole = Extract<Role, "rows" | "product">;
const kinds: {readonly [R in CoreRole]: (step: Step, context: Context) => Kernel} = {
  rows,
  product: products
};

/** Returns the kernel of a step. */
export function kernelOf(step: Step, context: Context): Kernel {
  return step.core ? kinds[roleOf(step.core) as CoreRole](step, context) : pointwise(step, context);
}
