/** Reference models with another config, or other names in their file. */
import {mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {inputOf} from "./architecture-laws.ts";
import {difference} from "./numbers.ts";
import type {Expected} from "./numbers.ts";
import {arrays, fixture, json} from "./oracle.ts";

export type Fields = Record<string, unknown>;

export interface Changes {
  readonly config?: (config: Fields) => Fields;
  /** Returns another name for an array of the file. */
  readonly name?: (name: string) => string;
  /** Changes the numbers of an array in place; *name* is that of the file. */
  readonly numbers?: (name: string, values: Float32Array) => void;
}

/** Loads an oracle's model, changed, in float64. */
export const loadChanged = (name: string, changes: Changes): Promise<Model> =>
  loadModel(changedFolder(name, changes), {backend: "reference", dtype: "float64"});

/** Returns a folder with an oracle's model, changed. */
export function changedFolder(
  name: string,
  {config: change = (same) => same, name: rename = (same) => same, numbers}: Changes
): string {
  const folder = mkdtempSync(join(tmpdir(), "ecco-"));
  const path = (file: string): string => fixture(`architectures/${name}/${file}`);
  const config = JSON.parse(readFileSync(path("config.json"), "utf8")) as Fields;
  writeFileSync(join(folder, "config.json"), JSON.stringify(change(config)));
  const bytes = readFileSync(path("model.safetensors"));
  if (numbers) changeNumbers(bytes, numbers);
  writeFileSync(join(folder, "model.safetensors"), withNames(bytes, rename));
  return folder;
}

/** Returns how far an array of the changed model is from the oracle's, relative to the largest. */
export async function gapOf(
  name: string,
  changes: Changes,
  site: string = "logits"
): Promise<number> {
  const model = await loadChanged(name, changes);
  const expected = json<Expected>(`architectures/${name}/expected.json`);
  const want = arrays(`architectures/${name}/expected.safetensors`).get(site)!;
  const {sites} = await model.run(inputOf(expected), {capture: [site]});
  model.dispose();
  return difference(sites.get(site)!.data, want.data);
}

export const without = (config: Fields, fields: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(config).filter(([field]) => !fields.includes(field)));

interface Entry {
  readonly dtype: string;
  readonly data_offsets: readonly [number, number];
}

/** Changes arrays of float32 in a safetensors file. */
function changeNumbers(bytes: Buffer, change: NonNullable<Changes["numbers"]>): void {
  const end = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString("utf8", 8, end)) as Record<string, Entry>;
  for (const [name, {dtype, data_offsets: offsets}] of Object.entries(header)) {
    if (dtype !== "F32") continue;
    const part = bytes.subarray(end + offsets[0], end + offsets[1]);
    // A copy: it may not lie where floats can begin.
    const values = new Float32Array(Uint8Array.from(part).buffer);
    change(name, values);
    part.set(new Uint8Array(values.buffer));
  }
}

/** Returns a safetensors file with its arrays renamed: the header's length, the header, the numbers as they were. */
function withNames(bytes: Buffer, rename: (name: string) => string): Buffer {
  const end = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString("utf8", 8, end)) as Fields;
  const text = JSON.stringify(
    Object.fromEntries(
      Object.entries(header).map(([name, entry]) => [
        name === "__metadata__" ? name : rename(name),
        entry
      ])
    )
  );
  const padded = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, bytes.subarray(end)]);
}
