/** Matrix products. */
import {broadcastStrides, sizeOf, stridesOf, walk} from "../../graph/shape.ts";
import type {Value} from "./kernels.ts";
import {eachPanel, StoredWeight} from "./stored-weight.ts";

interface Matmul {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly alpha: number;
}

export function matmul(
  [a, b]: readonly Value[],
  {transposeA, transposeB, alpha}: Matmul,
  shape: readonly number[]
): Float64Array {
  if (b instanceof StoredWeight && b.shape.length === 2 && !transposeA) {
    const out = linear([a!, b], {layout: transposeB ? "out-in" : "in-out"}, shape);
    return out.map((sum) => alpha * sum);
  }
  const [m, n] = shape.slice(-2) as [number, number];
  const [rows, columns] = a!.shape.slice(-2) as [number, number];
  const k = transposeA ? rows : columns;
  const [aRow, aStep] = transposeA ? [1, columns] : [columns, 1];
  const [bStep, bColumn] = transposeB ? [1, k] : [n, 1];
  const batch = shape.slice(0, -2);
  const out = new Float64Array(sizeOf(shape));
  const strides = [
    stridesOf(shape).slice(0, -2),
    batchStrides(a!.shape, batch),
    batchStrides(b!.shape, batch)
  ];
  const [x, y] = [a!.data, b!.data];
  walk(batch, strides, (o, i, j) => {
    for (let row = 0; row < m; row++) {
      for (let column = 0; column < n; column++) {
        let sum = 0;
        const left = i! + row * aRow;
        const right = j! + column * bColumn;
        for (let inner = 0; inner < k; inner++)
          sum += x[left + inner * aStep]! * y[right + inner * bStep]!;
        out[o! + row * n + column] = alpha * sum;
      }
    }
  });
  return out;
}

function batchStrides(shape: readonly number[], batch: readonly number[]): number[] {
  const size = sizeOf(shape.slice(-2));
  return broadcastStrides(shape.slice(0, -2), batch).map((stride) => stride * size);
}

interface Linear {
  readonly layout: "out-in" | "in-out";
}

/** Reads the weight a panel of rows at a time, each for all rows of x: what is decoded on the way is decoded once. */
export function linear(
  [x, weight, bias]: readonly Value[],
  {layout}: Linear,
  shape: readonly number[]
): Float64Array {
  const outer = shape[shape.length - 1]!;
  const inner = x!.shape[x!.shape.length - 1]!;
  const rows = x!.data.length / inner;
  const out = new Float64Array(sizeOf(shape));
  eachPanel(weight!, (first, count, w) => {
    for (let row = 0; row < rows; row++) {
      if (layout === "out-in") {
        const values = x!.data.subarray(row * inner, (row + 1) * inner);
        for (let o = 0; o < count; o++) {
          let sum = 0;
          for (let i = 0; i < inner; i++) sum += values[i]! * w[o * inner + i]!;
          out[row * outer + first + o] = sum;
        }
      } else {
        const result = out.subarray(row * outer, (row + 1) * outer);
        for (let i = 0; i < count; i++) {
          const value = x!.data[row * inner + first + i]!;
          for (let o = 0; o < outer; o++) result[o]! += value * w[i * outer + o]!;
        }
      }
    }
  });
  if (bias) {
    for (let start = 0; start < out.length; start += outer)
      for (let o = 0; o < outer; o++) out[start + o]! += bias.data[o]!;
  }
  return out;
}
