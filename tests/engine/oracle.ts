/** Reads the reference values kept under tests/fixtures. */
import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {readSafetensors, toFloat64} from "../../packages/engine/src/weights/safetensors.ts";

export const fixture = (path: string): string =>
  fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));

export function json<T>(path: string): T {
  return JSON.parse(readFileSync(fixture(path), "utf8")) as T;
}

export interface Numbers {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** Returns the float arrays of a safetensors file by name. */
export function arrays(path: string): ReadonlyMap<string, Numbers> {
  const found = readSafetensors(new Uint8Array(readFileSync(fixture(path))));
  return new Map(
    [...found].map(([name, tensor]) => [name, {shape: tensor.shape, data: toFloat64(tensor)}])
  );
}

/** Returns the largest difference, relative to the expected array's largest value (or 1, where `absolute`). */
export function difference(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  absolute: boolean = false
): number {
  if (got.length !== expected.length) return Infinity;
  let top = 0;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    top = Math.max(top, Math.abs(expected[i]!));
    const gap = Math.abs(got[i]! - expected[i]!);
    worst = Number.isNaN(gap) ? Infinity : Math.max(worst, gap);
  }
  return absolute || top === 0 ? worst : worst / top;
}

export interface Expected {
  readonly kind: string;
  readonly input_ids: readonly number[];
  readonly decoder_input_ids?: readonly number[];
  readonly token_type_ids?: readonly number[];
  readonly target: {readonly id: number; readonly position: number; readonly logit: number};
  readonly greedy?: readonly number[];
  readonly batch: {
    readonly input_ids: readonly (readonly number[])[];
    readonly attention_mask: readonly (readonly number[])[];
    readonly decoder_input_ids?: readonly (readonly number[])[];
    readonly token_type_ids?: readonly (readonly number[])[];
  };
  readonly arrays: Readonly<Record<string, readonly number[]>>;
}
