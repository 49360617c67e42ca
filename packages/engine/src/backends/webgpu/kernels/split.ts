/** A product of few rows: k is shared out among the invocations of a workgroup, so that small results keep a GPU busy. */
import {groupIndex, groupInputs} from "./kernel.ts";
import {partText, range} from "./product-text.ts";
import type {ProductText, Strategy} from "./product-text.ts";

const COLUMNS = 16;
const SLICES = 8;
const THREADS = COLUMNS * SLICES;

/** Returns the strategy for up to `rows` rows a workgroup. */
export function split(rows: number): Strategy {
  const shape = {rows, columns: COLUMNS};
  return {...shape, name: `split ${rows}`, text: (product) => splitText(product, shape)};
}

function splitText(
  {a, b, sizes, pairs, alongK}: ProductText,
  shape: {readonly rows: number; readonly columns: number}
): string {
  const {rows} = shape;
  // Neighbouring invocations read neighbouring weights, whichever way these lie.
  const [slice, column] = alongK
    ? [`lane % ${SLICES}u`, `lane / ${SLICES}u`]
    : [`lane / ${COLUMNS}u`, `lane % ${COLUMNS}u`];
  const {fours} = b;
  // Blocks along n are read a number at a time: there are lanes enough, and each reads the weights once.
  const width = alongK && fours ? 4 : pairs === "k" ? 2 : 1;
  const weight =
    width === 4
      ? fours!.four("(b0 + kb)", fours!.scale("(b0 + kb)"))
      : width === 2
        ? b.pair!("b0", "kb")
        : b.number("b0", "kb");
  const line = (i: number): string => {
    const x = range(width).map((e) => a.number(`a${i}`, e === 0 ? "ka" : `(ka + ${e}u * step_a)`));
    return width === 1
      ? `s${i} += ${x[0]} * y;`
      : `s${i} += dot(vec${width}<f32>(${x.join(", ")}), y);`;
  };
  return `var<workgroup> partial: array<f32, ${rows * THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(${groupInputs}) {
  ${partText(groupIndex, shape, sizes)}
  let slice = ${slice};
  let column = ${column};
  let step_a = ${a.step};
  let step_b = ${b.step};
  ${range(rows)
    .map((i) => `let a${i} = ${a.base(`min(first_m + ${i}u, size_m - 1u)`)}; var s${i} = 0.0;`)
    .join("\n  ")}
  let b0 = ${b.base("min(first_n + column, size_n - 1u)")};
  for (var k = slice * ${width}u; k < size_k; k += ${SLICES * width}u) {
    let ka = k * step_a;
    let kb = k * step_b;
    let y = ${weight};
    ${range(rows).map(line).join("\n    ")}
  }
  ${range(rows)
    .map((i) => `partial[${i * THREADS}u + slice * ${COLUMNS}u + column] = s${i};`)
    .join("\n  ")}
  workgroupBarrier();
  for (var e = lane; e < ${rows * COLUMNS}u; e += ${THREADS}u) {
    let i = e / ${COLUMNS}u;
    let j = e % ${COLUMNS}u;
    var sum = 0.0;
    for (var s = 0u; s < ${SLICES}u; s++) { sum += partial[i * ${THREADS}u + s * ${COLUMNS}u + j]; }
    if (first_m + i < size_m && first_n + j < size_n) { finish(z, first_m + i, first_n + j, sum); }
  }
}`;
}
