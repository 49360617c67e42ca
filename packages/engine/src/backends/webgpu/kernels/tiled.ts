/** A product of many rows: tiles of both operands in workgroup memory, 4 by 4 sums an invocation. */
import {groupIndex, groupInputs} from "./kernel.ts";
import {partText, range} from "./product-text.ts";
import type {ProductText, Strategy} from "./product-text.ts";
import type {Reader} from "./readers.ts";

const DEPTH = 16;
const EACH = 4;

/** Returns the strategy for tiles of `rows` by `columns`, both multiples of 4. */
export function tiled(rows: number, columns: number): Strategy {
  const shape = {rows, columns};
  return {...shape, name: `tiled ${rows}x${columns}`, text: (product) => tiledText(product, shape)};
}

function tiledText(
  {a, b, sizes, alongK}: ProductText,
  shape: {readonly rows: number; readonly columns: number}
): string {
  const {rows, columns} = shape;
  const across = columns / EACH;
  const threads = (across * rows) / EACH;
  return `var<workgroup> tile_a: array<f32, ${rows * DEPTH}>;
var<workgroup> tile_b: array<f32, ${columns * DEPTH}>;
@compute @workgroup_size(${threads})
fn main(${groupInputs}) {
  ${partText(groupIndex, shape, sizes)}
  let x = lane % ${across}u;
  let y = lane / ${across}u * ${EACH}u;
  let step_a = ${a.step};
  let step_b = ${b.step};
  var sums: array<vec4<f32>, ${EACH}>;
  for (var first_k = 0u; first_k < size_k; first_k += ${DEPTH}u) {
    for (var e = lane; e < ${rows * DEPTH}u; e += ${threads}u) {
      let k = first_k + e % ${DEPTH}u;
      let m = first_m + e / ${DEPTH}u;
      var value = 0.0;
      if (m < size_m && k < size_k) { let base = ${a.base("m")}; let ka = k * step_a; value = ${a.number("base", "ka")}; }
      tile_a[e] = value;
    }
    ${fillOf(b, columns, threads, alongK)}
    workgroupBarrier();
    for (var s = 0u; s < ${DEPTH}u; s++) {
      let start = s * ${columns}u + x;
      let b = vec4<f32>(${range(EACH)
        .map((j) => `tile_b[start + ${j * across}u]`)
        .join(", ")});
      ${range(EACH)
        .map((i) => `sums[${i}] += tile_a[(y + ${i}u) * ${DEPTH}u + s] * b;`)
        .join("\n      ")}
    }
    workgroupBarrier();
  }
  for (var i = 0u; i < ${EACH}u; i++) {
    for (var j = 0u; j < ${EACH}u; j++) {
      let m = first_m + y + i;
      let n = first_n + x + j * ${across}u;
      if (m < size_m && n < size_n) { finish(z, m, n, sums[i][j]); }
    }
  }
}`;
}

/** Returns statements that bring a tile of b, four numbers at a time where they lie in blocks. */
function fillOf(b: Reader, columns: number, threads: number, alongK: boolean): string {
  const {fours} = b;
  const wide = fours ? 4 : 1;
  const [row, column] = alongK
    ? [`e * ${wide}u % ${DEPTH}u`, `e * ${wide}u / ${DEPTH}u`]
    : [`e * ${wide}u / ${columns}u`, `e * ${wide}u % ${columns}u`];
  const value = fours ? fours.four("at", fours.scale("at")) : b.number("base", "kb");
  const next = alongK ? columns : 1;
  const store = fours
    ? range(4)
        .map((j) => `tile_b[to + ${j * next}u] = value[${j}];`)
        .join(" ")
    : "tile_b[to] = value;";
  return `for (var e = lane; e < ${(columns * DEPTH) / wide}u; e += ${threads}u) {
      let row = ${row};
      let column = ${column};
      let k = first_k + row;
      let n = first_n + column;
      var value = ${fours ? "vec4<f32>()" : "0.0"};
      if (n < size_n && k < size_k) { let base = ${b.base("n")}; let kb = k * step_b; let at = base + kb; value = ${value}; }
      let to = row * ${columns}u + column;
      ${store}
    }`;
}
