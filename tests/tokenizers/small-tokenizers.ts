/** Tokenizers of few tokens, of each kind: those that come with Ecco, cut short. */
import {readFileSync} from "node:fs";

export type Json = Record<string, unknown>;

/** Returns a tokenizer.json with the first tokens of an embedded model's vocabulary, its parts replaced by `own`. */
export function smallTokenizer(
  name: "atlas" | "cloze" | "critic",
  own: Json = {},
  count = 300
): Json {
  const file = new URL(`../../models/${name}/tokenizer.json`, import.meta.url);
  const {model, ...rest} = JSON.parse(readFileSync(file, "utf8")) as Json & {
    readonly model: Json & {readonly vocab: object; readonly merges?: readonly string[][]};
  };
  const {vocab, merges, ...kept} = model;
  const first = Array.isArray(vocab)
    ? vocab.slice(0, count)
    : Object.fromEntries(Object.entries(vocab).slice(0, count));
  const has = (piece: string): boolean => Object.hasOwn(first, piece);
  const fitting = merges?.filter((pair) => [...pair, pair.join("")].every(has)).slice(0, 20);
  return {...rest, model: {...kept, vocab: first, ...(fitting ? {merges: fitting} : {})}, ...own};
}
