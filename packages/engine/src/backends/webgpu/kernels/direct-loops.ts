/** The loops over k of a direct product: sums `s0_0`, `s0_1`, … of rows `a0`, … and columns `b0`, …, as b lies. */
import {range} from "./product-text.ts";
import type {ProductText} from "./product-text.ts";
import type {Fours} from "./kernel-text.ts";

interface Loop {
  /** How many neighbouring columns of b are read at once. */
  readonly wide: 1 | 2 | 4;
  /** Returns WGSL for sums of so many rows and columns; these are a multiple of `wide`. */
  readonly text: (rows: number, across: number) => string;
}

type Readers = Pick<ProductText, "a" | "b">;

/** Returns the loop that reads b as it lies. */
export function loopOf({a, b, pairs, alongK}: ProductText): Loop {
  const {fours} = b;
  if (fours)
    return alongK
      ? {wide: 1, text: (rows, across) => runLoop({a, b}, fours, rows, across)}
      : {wide: 4, text: (rows, across) => fourColumnsLoop({a, b}, fours, rows, across)};
  if (pairs === "n") return {wide: 2, text: (rows, across) => columnLoop({a, b}, rows, across)};
  const loop = pairs === "k" ? pairLoop : numberLoop;
  return {wide: 1, text: (rows, across) => loop({a, b}, rows, across)};
}

/** Blocks along k: the scale is read once a run, four numbers with each word. */
function runLoop({a}: Readers, {run, scale, four}: Fours, rows: number, across: number): string {
  const x = (i: number): string =>
    `vec4<f32>(${range(4)
      .map((e) => a.number(`a${i}`, `(ka + ${e}u * step_a)`))
      .join(", ")})`;
  return `for (var run = 0u; run < size_k; run += ${run}u) {
    ${range(across)
      .map((j) => `let t${j} = ${scale(`(b${j} + run)`)};`)
      .join("\n    ")}
    for (var k = run; k < run + ${run}u; k += 4u) {
      let ka = k * step_a;
      ${range(across)
        .map((j) => `let y${j} = ${four(`(b${j} + k)`, `t${j}`)};`)
        .join("\n      ")}
      ${range(rows)
        .map(
          (i) =>
            `{ let x = ${x(i)}; ${range(across)
              .map((j) => `s${i}_${j} += dot(x, y${j});`)
              .join(" ")} }`
        )
        .join("\n      ")}
    }
  }`;
}

/** Blocks along n: four columns of one scale. */
function fourColumnsLoop({a}: Readers, {scale, four}: Fours, rows: number, across: number): string {
  const first = range(across).filter((j) => j % 4 === 0);
  const y = (j: number): string => `y${j - (j % 4)}.${"xyzw"[j % 4]}`;
  return `for (var k = 0u; k < size_k; k++) {
    let ka = k * step_a;
    let kb = k * step_b;
    ${first
      .map(
        (j) => `let t${j} = ${scale(`(b${j} + kb)`)}; let y${j} = ${four(`(b${j} + kb)`, `t${j}`)};`
      )
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
