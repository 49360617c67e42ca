/** Rows of the word-embedding tables, on the host: what attributions are taken by, and what baselines are made of. */
import {InputError} from "../errors.ts";
import type {Lookup} from "../architectures/architecture.ts";
import {decodeRows} from "../weights/decode.ts";
import {isIdOf, resolveToken} from "./input.ts";
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

/** Ids of control tokens that can stand for nothing, the first one known. */
const controls: Readonly<Record<string, (session: Session) => readonly unknown[]>> = {
  pad: ({tokenizer, config}) => [
    tokenizer?.special.pad,
    tokenizer?.special.eos,
    config.pad_token_id,
    config.eos_token_id
  ],
  eos: ({tokenizer, config}) => [tokenizer?.special.eos, config.eos_token_id],
  mask: ({tokenizer, config}) => [tokenizer?.special.mask, config.mask_token_id]
};

/** Returns the row [C] an absent token is replaced by, and its name. Throws InputError for an unknown token. */
export function baselineRow(
  session: Session,
  lookup: Lookup,
  baseline: string
): {row: Float64Array; name: string} {
  const width = session.weights.get(lookup.table)!.shape[1]!;
  const isElsewhere = session.graph.outputsOnly !== undefined;
  if (isElsewhere && (baseline === "zero" || baseline === "mean"))
    throw new InputError(
      `baseline ${baseline}: only tokens can be given to this model, for it is run by another library; choose mask, pad, eos, a token, or another prompt`
    );
  if (baseline === "zero") return {row: new Float64Array(width), name: baseline};
  if (baseline === "mean") return {row: meanRow(session, lookup), name: baseline};
  const control = Object.hasOwn(controls, baseline) ? controls[baseline] : undefined;
  if (!control) {
    const {id} = resolveToken(session, baseline, session.graph.vocabulary);
    return {row: rowsOf(session, lookup, [id]), name: baseline};
  }
  const id = control(session).find((one) => isIdOf(session.graph, one));
  if (id === undefined)
    throw new InputError(
      `baseline ${baseline}: this model has no such token; choose ${isElsewhere ? "" : "zero, mean or "}a token`
    );
  return {row: rowsOf(session, lookup, [id]), name: baseline};
}
