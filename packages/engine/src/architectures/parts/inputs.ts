/** The inputs graphs share, by the names the feeds use. */
import {SourceError} from "../../errors.ts";
import {gather, input} from "../../graph/ops.ts";
import type {Dim, Node} from "../../graph/node.ts";
import type {Lookup} from "../architecture.ts";
import type {Parameters} from "../parameters.ts";

/** Returns the look-up of token ids in the table: ids are [B, length]. */
export function lookup(
  parameters: Parameters,
  table: string,
  shape: readonly [number | null, number],
  {
    decoder = false,
    length = "T"
  }: {
    readonly decoder?: boolean;
    readonly length?: "T" | "S";
  } = {}
): Lookup {
  const ids = decoder ? "decoder.ids" : "ids";
  const node = gather(
    parameters.get(table, shape),
    input(ids, ["B", length], {kind: "given"}, "i32")
  );
  return {
    node,
    table: parameters.resolve(table),
    ids,
    length,
    gradient: decoder ? "gradient.decoder.embeddings" : "gradient.embeddings"
  };
}

/** Returns a table of positions with at least so many rows. Throws SourceError where it has fewer: texts may be as long as the config says. */
export function placesOf(parameters: Parameters, table: string, width: number, rows: number): Node {
  const found = parameters.get(table, [null, width]);
  const [got] = found.shape as readonly [number];
  if (got >= rows) return found;
  throw new SourceError(
    `weights: ${table} has ${got} rows, expected ${rows} by config.json's number of positions; is this the file of another model?`
  );
}

/** Returns 0, 1, 2, … [T], moved on by `offset`. */
export const positions = (length: Dim = "T", offset: number = 0): Node =>
  input(
    `positions.${length}`,
    [length],
    {kind: "positions", ...(offset === 0 ? {} : {offset})},
    "i32"
  );

/** Returns the positions [B, T] of the real tokens, as the mask or the ids tell them. */
export const countedPositions = (
  counted: "mask" | "ids",
  {offset, padding}: {readonly offset: number; readonly padding?: number}
): Node =>
  input(
    "positions.counted",
    ["B", "T"],
    {kind: "positions", counted, offset, ...(padding === undefined ? {} : {padding})},
    "i32"
  );

export interface MaskOptions {
  readonly causal: boolean;
  /** Whose padding hides keys. */
  readonly keys: "encoder" | "decoder";
  /** How many keys a query sees, its own included; defaults to all, as Infinity says too. */
  readonly window?: number | undefined;
  /** Whether the window extends to both sides. */
  readonly both?: boolean;
}

/** Returns the additive mask [B, 1, query, key]. */
export function mask(name: string, query: Dim, key: Dim, options: MaskOptions): Node {
  const {causal, keys, window, both} = options;
  return input(name, ["B", 1, query, key], {
    kind: "mask",
    causal,
    keys,
    ...(window === undefined || window === Infinity ? {} : {window}),
    ...(both ? {both} : {})
  });
}
