/** Reference models with another output matrix: logits that all move together, or that are far apart. */
import {cpSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fixture} from "./oracle.ts";

/** Matrices whose rows are the tokens' (or classes') own, none of them also a table of embeddings. */
const heads = ["lm_head.weight", "classifier.out_proj.weight", "classifier.weight"];

interface Entry {
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Copies a reference model into a folder, with sin(channel) times `by` added to every row of its output matrix. */
export const shiftedHead = (name: string, by: number): string =>
  withHead(name, (value, channel) => value + by * Math.sin(channel + 1));

/** Copies a reference model into a folder, its output matrix times `by`: its surest answer becomes as sure as one likes. */
export const scaledHead = (name: string, by: number): string =>
  withHead(name, (value) => value * by);

function withHead(name: string, change: (value: number, channel: number) => number): string {
  const folder = mkdtempSync(join(tmpdir(), "ecco-shifted-"));
  cpSync(fixture(`architectures/${name}`), folder, {recursive: true});
  const file = join(folder, "model.safetensors");
  const bytes = readFileSync(file);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString("utf8", 8, start)) as Record<string, Entry>;
  const head = heads.map((one) => header[one]).find((entry) => entry !== undefined);
  if (!head) throw new Error(`${name}: no output matrix of its own among ${heads.join(", ")}`);
  const [first, end] = head.data_offsets;
  const width = head.shape[1]!;
  for (let at = first; at < end; at += 4) {
    const channel = ((at - first) / 4) % width;
    const place = start + at;
    bytes.writeFloatLE(change(bytes.readFloatLE(place), channel), place);
  }
  writeFileSync(file, bytes);
  return folder;
}
