/** Reads the reference values kept under tests/fixtures, in a page: the test server's root is the project's. */
import {readSafetensors, toFloat64} from "../../packages/engine/src/weights/safetensors.ts";
import type {Numbers} from "./numbers.ts";

export const fixture = (path: string): string => `/tests/fixtures/${path}`;

export async function json<T>(path: string): Promise<T> {
  return (await (await fetch(fixture(path))).json()) as T;
}

/** Returns the float arrays of a safetensors file by name. */
export async function arrays(path: string): Promise<ReadonlyMap<string, Numbers>> {
  const found = readSafetensors(await (await fetch(fixture(path))).arrayBuffer());
  return new Map(
    [...found].map(([name, tensor]) => [name, {shape: tensor.shape, data: toFloat64(tensor)}])
  );
}
