/** A product without workgroup memory: each invocation keeps a block of sums in registers and reads what it needs. */
import {groupIndex, groupInputs} from "./kernel.ts";
import {loopOf} from "./direct-loops.ts";
import {partText, range} from "./product-text.ts";
import type {ProductText, Strategy} from "./product-text.ts";

/** Returns the strategy for blocks of `rows` by `across`, by workgroups of `lanes` invocations side by side. */
export function direct(rows: number, across: number, lanes: number): Strategy {
  const shape = {rows, columns: across * lanes};
  return {
    ...shape,
    name: `direct ${rows}x${across}x${lanes}`,
    text: (product) => directText(product, shape, across, lanes)
  };
}

function directText(
  product: ProductText,
  shape: {readonly rows: number; readonly columns: number},
  across: number,
  lanes: number
): string {
  const {a, b, sizes} = product;
  const {rows} = shape;
  const {wide, text} = loopOf(product);
  // Neighbouring invocations read neighbouring columns, or neighbouring groups of columns that share a word.
  const column = (j: number): number => Math.floor(j / wide) * wide * lanes + (j % wide);
  const bases = [
    ...range(rows).map((i) => `let a${i} = ${a.base(`min(first_m + ${i}u, size_m - 1u)`)};`),
    ...range(across)
      .filter((j) => j % wide === 0)
      .map((j) => `let b${j} = ${b.base(`min(n + ${column(j)}u, size_n - ${wide}u)`)};`)
  ];
  const sums = range(rows).flatMap((i) => range(across).map((j) => `s${i}_${j}`));
  return `@compute @workgroup_size(${lanes})
fn main(${groupInputs}) {
  ${partText(groupIndex, shape, sizes)}
  let n = first_n + lane * ${wide}u;
  if (n >= size_n) { return; }
  let step_a = ${a.step};
  let step_b = ${b.step};
  ${bases.join("\n  ")}
  ${sums.map((name) => `var ${name} = 0.0;`).join(" ")}
  ${text(rows, across)}
  var sums = array<f32, ${rows * across}>(${sums.join(", ")});
  for (var i = 0u; i < min(${rows}u, size_m - first_m); i++) {
    for (var j = 0u; j < ${across}u; j++) {
      let to = n + j / ${wide}u * ${wide * lanes}u + j % ${wide}u;
      if (to < size_n) { finish(z, first_m + i, to, sums[i * ${across}u + j]); }
    }
  }
}`;
}
