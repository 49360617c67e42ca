/** A product without workgroup memory: each invocation keeps a block of sums in registers and reads what it needs. */
import {groupIndex, groupInputs} from "./kernel.ts";
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
  {a, b, sizes, pairs}: ProductText,
  shape: {readonly rows: number; readonly columns: number},
  across: number,
  lanes: number
): string {
  const {rows} = shape;
  // Neighbouring invocations read neighbouring columns, or neighbouring pairs of them.
  const column = (j: number): string =>
    pairs === "n" ? `n + ${(j >> 1) * 2 * lanes + (j & 1)}u` : `n + ${j * lanes}u`;
  const columnsRead = pairs === "n" ? range(across).filter((j) => j % 2 === 0) : range(across);
  const last = pairs === "n" ? "2u" : "1u";
  const bases = [
    ...range(rows).map((i) => `let a${i} = ${a.base(`min(first_m + ${i}u, size_m - 1u)`)};`),
    ...columnsRead.map((j) => `let b${j} = ${b.base(`min(${column(j)}, size_n - ${last})`)};`)
  ];
  const sums = range(rows).flatMap((i) => range(across).map((j) => `s${i}_${j}`));
  const loop = pairs === "k" ? pairLoop : pairs === "n" ? columnLoop : numberLoop;
  return `@compute @workgroup_size(${lanes})
fn main(${groupInputs}) {
  ${partText(groupIndex, shape, sizes)}
  let n = first_n + lane${pairs === "n" ? " * 2u" : ""};
  if (n >= size_n) { return; }
  let step_a = ${a.step};
  let step_b = ${b.step};
  ${bases.join("\n  ")}
  ${sums.map((name) => `var ${name} = 0.0;`).join(" ")}
  ${loop({a, b}, rows, across)}
  var sums = array<f32, ${rows * across}>(${sums.join(", ")});
  for (var i = 0u; i < min(${rows}u, size_m - first_m); i++) {
    for (var j = 0u; j < ${across}u; j++) {
      let to = n + ${pairs === "n" ? `(j >> 1u) * ${2 * lanes}u + (j & 1u)` : `j * ${lanes}u`};
      if (to < size_n) { finish(z, first_m + i, to, sums[i * ${across}u + j]); }
    }
  }
}`;
}

type Readers = Pick<ProductText, "a" | "b">;

function numberLoop({a, b}: Readers, rows: number, across: number): string {
  return `for (var k = 0u; k < size_k; k++) {
    let ka = k * step_a;
    let kb = k * step_b;
    ${range(across)
      .map((j) => `let y${j} = ${b.number(`b${j}`, "kb")};`)
      .join("\n    ")}
    ${range(rows)
      .map(
        (i) =>
          `{ let x = ${a.number(`a${i}`, "ka")}; ${range(across)
            .map((j) => `s${i}_${j} += x * y${j};`)
            .join(" ")} }`
      )
      .join("\n    ")}
  }`;
}

function columnLoop({a, b}: Readers, rows: number, across: number): string {
  const y = (j: number): string => `y${j - (j & 1)}.${"xy"[j & 1]}`;
  return `for (var k = 0u; k < size_k; k++) {
    let ka = k * step_a;
    let kb = k * step_b;
    ${range(across / 2)
      .map((j) => `let y${2 * j} = ${b.pair!(`b${2 * j}`, "kb")};`)
      .join("\n    ")}
    ${range(rows)
      .map(
        (i) =>
          `{ let x = ${a.number(`a${i}`, "ka")}; ${range(across)
            .map((j) => `s${i}_${j} += x * ${y(j)};`)
            .join(" ")} }`
      )
      .join("\n    ")}
  }`;
}

function pairLoop({a, b}: Readers, rows: number, across: number): string {
  return `for (var k = 0u; k < size_k; k += 2u) {
    let ka = k * step_a;
    let kb = k * step_b;
    ${range(across)
      .map((j) => `let y${j} = ${b.pair!(`b${j}`, "kb")};`)
      .join("\n    ")}
    ${range(rows)
      .map(
        (i) =>
          `{ let x0 = ${a.number(`a${i}`, "ka")}; let x1 = ${a.number(`a${i}`, "(ka + step_a)")}; ${range(
            across
          )
            .map((j) => `s${i}_${j} += x0 * y${j}.x + x1 * y${j}.y;`)
            .join(" ")} }`
      )
      .join("\n    ")}
  }`;
}
