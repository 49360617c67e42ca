/** Rows of the word-embedding tables, on the host: what attributions are taken by, and what baselines are made of. */
import {InputError} from "../errors.ts";
import type {Lookup} from "../architectures/architecture.ts";
import {decodeRows} from "../weights/decode.ts";
import {resolveToken} from "./input.ts";
import type {Session} from "./session.ts";

/** Returns the rows of these ids, one after the other [ids · C]. */
export function rowsOf({weights}: Session, {table}: Lookup, ids: readonly number[]): Float64Array {
  const tensor = weights.get(table)!;
  const width = tensor.shape[1]!;
  const rows = new Float64Array(ids.length * width);
  ids.forEach((id, index) =>
    decodeRows(tensor, id, 1, rows.subarray(index * width, (index + 1) * width))
  );
  return rows;
}

const means = new WeakMap<object, Float64Array>();

function meanRow({weights}: Session, {table}: Lookup): Float64Array {
  const tensor = weights.get(table)!;
  const known = means.get(tensor);
  if (known) return known;
  const [count, width] = tensor.shape as [number, number];
  const mean = new Float64Array(width);
  const row = new Float64Array(width);
  for (let index = 0; index < count; index++) {
    decodeRows(tensor, index, 1, row);
    for (let channel = 0; channel < width; channel++) mean[channel]! += row[channel]!;
  }
  for (let channel = 0; channel < width; channel++) mean[channel]! /= count;
  means.set(tensor, mean);
  return mean;
}

/** Returns the row [C] an absent token is replaced by, and its name. Throws InputError for an unknown token. */
export function baselineRow(
  session: Session,
  lookup: Lookup,
  baseline: string
): {row: Float64Array; name: string} {
  const width = session.weights.get(lookup.table)!.shape[1]!;
  if (baseline === "zero") return {row: new Float64Array(width), name: baseline};
  if (baseline === "mean") return {row: meanRow(session, lookup), name: baseline};
  if (baseline === "pad") {
    const special = session.tokenizer?.special;
    const configured = session.config.pad_token_id ?? session.config.eos_token_id;
    const id = special?.pad ?? special?.eos ?? (typeof configured === "number" ? configured : null);
    if (id === null)
      throw new InputError(
        "baseline pad: this model has neither a padding nor an end token; choose zero, mean or a token"
      );
    return {row: rowsOf(session, lookup, [id]), name: baseline};
  }
  return {row: rowsOf(session, lookup, [resolveToken(session, baseline).id]), name: baseline};
}
