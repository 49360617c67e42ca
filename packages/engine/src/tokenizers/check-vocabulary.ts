/** Vocabulary, merges and added tokens of a tokenizer.json, before they are believed. */
import {shown, UnsupportedError} from "../errors.ts";
import {isRecord, isText, refuse} from "./fields.ts";

type Model = Readonly<Record<string, unknown>>;

/** Above the largest published vocabulary, 262,208: a list is as long as the largest id. */
const largestId = 2 ** 22;
/** Characters of all pieces of a tree, a node each: published ones have two million. */
const mostLetters = 2 ** 22;

const isId = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < largestId;
const ids = `a whole number from 0 to ${largestId - 1}`;

/** Pieces and their ids. */
function checkIds(vocab: unknown): void {
  if (!isRecord(vocab)) refuse("model.vocab", vocab, "an object of tokens and their ids");
  for (const [token, id] of Object.entries(vocab as Model))
    if (!isId(id)) refuse(`the id of ${shown(token)}`, id, ids);
}

/** Pieces and their scores, in the order of their ids. */
function checkScores({vocab, unk_id: unknown}: Model): void {
  if (!Array.isArray(vocab) || vocab.length === 0 || vocab.length > largestId)
    refuse("model.vocab", vocab, "a list of [piece, score]");
  let letters = 0;
  for (const entry of vocab as readonly unknown[]) {
    if (!Array.isArray(entry) || !isText(entry[0]) || !Number.isFinite(entry[1]))
      refuse("an entry of model.vocab", entry, "[piece, score]");
    letters += String((entry as readonly unknown[])[0]).length;
  }
  if (letters > mostLetters) refuse("model.vocab", letters, `up to ${mostLetters} characters`);
  if (
    unknown !== null &&
    unknown !== undefined &&
    !(isId(unknown) && unknown < (vocab as unknown[]).length)
  )
    refuse("model.unk_id", unknown, "an entry of its vocabulary");
}

function checkMerges({merges}: Model): void {
  if (!Array.isArray(merges)) refuse("model.merges", merges, "a list");
  const list = merges as readonly unknown[];
  const pairs = Array.isArray(list[0]);
  const odd = list.find((merge) =>
    pairs
      ? !(Array.isArray(merge) && merge.length === 2 && merge.every(isText))
      : !(isText(merge) && (merge.split(" ").length === 2 || merge.startsWith("#version")))
  );
  if (odd !== undefined)
    refuse("one of model.merges", odd, pairs ? "two pieces" : "two pieces with a space between");
}

const checks = {
  BPE(model: Model): void {
    checkIds(model["vocab"]);
    checkMerges(model);
  },
  WordPiece({vocab, unk_token: unknown}: Model): void {
    checkIds(vocab);
    if (!isText(unknown)) refuse("model.unk_token", unknown, "a text");
  },
  WordLevel: ({vocab}: Model): void => checkIds(vocab),
  Unigram: checkScores
} as const;

export type ModelKind = keyof typeof checks;

/** Returns the kind of a model. Throws UnsupportedError for one that is not known here. */
export function kindOfModel(model: Model): ModelKind {
  const {type, vocab} = model;
  // Older files do not say what they are.
  if (type === undefined || type === null)
    return Array.isArray(vocab) ? "Unigram" : Object.hasOwn(model, "merges") ? "BPE" : "WordPiece";
  if (isText(type) && Object.hasOwn(checks, type)) return type as ModelKind;
  throw new UnsupportedError(
    `tokenizer.json: model.type is ${shown(type)}, which is not known; one of ${Object.keys(checks).join(", ")}; give ids of tokens in the place of texts, or take another model`
  );
}

const texts = ["unk_token", "continuing_subword_prefix", "end_of_word_suffix"];

const flags = ["fuse_unk", "byte_fallback", "ignore_merges"];

/** Throws SourceError for a vocabulary that cannot be taken, UnsupportedError for a kind not known here. */
export function checkModel(model: Model): void {
  for (const name of texts)
    if (Object.hasOwn(model, name) && model[name] !== null && !isText(model[name]))
      refuse(`model.${name}`, model[name], "a text");
  for (const name of flags)
    if (typeof (model[name] ?? false) !== "boolean")
      refuse(`model.${name}`, model[name], "true or false");
  const longest = model["max_input_chars_per_word"] ?? 1;
  if (!isId(longest)) refuse("model.max_input_chars_per_word", longest, ids);
  checks[kindOfModel(model)](model);
}

/** Throws SourceError for anything but a list of {id, content}. */
export function checkAdded(added: unknown): void {
  if (!Array.isArray(added)) refuse("added_tokens", added, "a list");
  let letters = 0;
  for (const token of added as readonly unknown[]) {
    if (!isRecord(token) || !isText(token["content"]) || !isId(token["id"]))
      refuse("one of added_tokens", token, `{"id": …, "content": …} with ${ids}`);
    for (const name of ["special", "normalized", "single_word", "lstrip", "rstrip"])
      if (typeof (token[name] ?? false) !== "boolean")
        refuse(`${name} of ${shown(token["content"])}`, token[name], "true or false");
    letters += token["content"].length;
  }
  if (letters > mostLetters) refuse("added_tokens", letters, `up to ${mostLetters} characters`);
}
