/** Arithmetic on shapes whose dimensions are bound. */
import {ShapeError} from "../errors.ts";
import type {Shape} from "./node.ts";

/** Returns the shape with its symbols bound. Throws ShapeError for an unbound one. */
export function bind(shape: Shape, dims: Readonly<Record<string, number>>): number[] {
  return shape.map((dim) => {
    const length = typeof dim === "number" ? dim : dims[dim];
    if (length === undefined)
      throw new ShapeError(
        `dimension ${dim} has no length; bound are ${Object.keys(dims).join(", ")}`
      );
    return length;
  });
}

/** Returns the number of elements. */
export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1);

/** Returns row-major strides, in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = Array.from({length: shape.length}, () => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** Returns strides that read `shape` as if it had been widened to `to`: 0 along widened axes. */
export function broadcastStrides(shape: readonly number[], to: readonly number[]): number[] {
  const strides = stridesOf(shape);
  const extra = to.length - shape.length;
  return to.map((_, axis) =>
    axis < extra || shape[axis - extra] === 1 ? 0 : strides[axis - extra]!
  );
}

/** Calls `visit` with the offset under each stride table for every index of `shape`, in row-major order. */
export function walk(
  shape: readonly number[],
  strides: readonly (readonly number[])[],
  visit: (...offsets: number[]) => void
): void {
  const rank = shape.length;
  const index = Array.from({length: rank}, () => 0);
  const offsets = strides.map(() => 0);
  for (let left = sizeOf(shape); left > 0; left--) {
    visit(...offsets);
    for (let axis = rank - 1; axis >= 0; axis--) {
      index[axis]! += 1;
      const wrapped = index[axis] === shape[axis];
      for (let k = 0; k < strides.length; k++) {
        offsets[k]! += wrapped ? -strides[k]![axis]! * (shape[axis]! - 1) : strides[k]![axis]!;
      }
      if (!wrapped) break;
      index[axis] = 0;
    }
  }
}
