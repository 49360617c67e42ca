/** Matrix products. */
import {broadcastStrides, sizeOf, stridesOf, walk} from "../../graph/shape.ts";
import type {Value} from "./kernels.ts";

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

export function linear(
  [x, weight, bias]: readonly Value[],
  {layout}: Linear,
  shape: readonly number[]
): Float64Array {
  const outer = shape[shape.length - 1]!;
  const inner = x!.shape[x!.shape.length - 1]!;
  const out = new Float64Array(sizeOf(shape));
  const [step, next] = layout === "out-in" ? [1, inner] : [outer, 1];
  const w = weight!.data;
  for (let row = 0; row * inner < x!.data.length; row++) {
    const values = x!.data.subarray(row * inner, (row + 1) * inner);
    if (layout === "in-out") {
      const result = out.subarray(row * outer, (row + 1) * outer);
      for (let i = 0; i < inner; i++) {
        const value = values[i]!;
        for (let o = 0; o < outer; o++) result[o]! += value * w[i * outer + o]!;
      }
      if (bias) for (let o = 0; o < outer; o++) result[o]! += bias.data[o]!;
      continue;
    }
    for (let o = 0; o < outer; o++) {
      let sum = 0;
      for (let i = 0; i < inner; i++) sum += values[i]! * w[o * next + i * step]!;
      out[row * outer + o] = sum + (bias?.data[o] ?? 0);
    }
  }
  return out;
}
