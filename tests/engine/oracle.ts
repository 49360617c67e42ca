/** Reads the reference values kept under tests/fixtures, in Node. */
import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {readSafetensors, toFloat64} from "../../packages/engine/src/weights/safetensors.ts";
import type {Numbers} from "./numbers.ts";

export const fixture = (path: string): string =>
  fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));

export function json<T>(path: string): T {
  return JSON.parse(readFileSync(fixture(path), "utf8")) as T;
}

/** Returns the float arrays of a safetensors file by name. */
export function arrays(path: string): ReadonlyMap<string, Numbers> {
  const found = readSafetensors(new Uint8Array(readFileSync(fixture(path))));
  return new Map(
    [...found].map(([name, tensor]) => [name, {shape: tensor.shape, data: toFloat64(tensor)}])
  );
}
