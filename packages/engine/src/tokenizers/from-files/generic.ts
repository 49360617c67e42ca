/** A sentencepiece model read by its own settings, where no kind of tokenizer says otherwise (Mistral, Phi-3). */
import {UnsupportedError} from "../../errors.ts";
import {isRecord} from "../fields.ts";
import {
  bpe,
  decoders,
  metaspace,
  normalizers,
  precompiled,
  preTokenizers,
  replace,
  SPACE,
  split,
  unigram
} from "./components.ts";
import type {Component} from "./components.ts";
import type {Kind, Parts, Vocabulary} from "./kind.ts";
import {pieceTypes} from "./sentence-piece.ts";
import type {Piece, SentencePieceModel} from "./sentence-piece.ts";
import {flagOf, tokenOf} from "./settings.ts";
import type {Settings} from "./settings.ts";

/** Where a text begins and ends: the format's own words for it, since lines end within a text. */
const outerSpaces = "\\A +| +\\z";
const first = "\\A\u2581";

/** Returns the kind of a sentencepiece model that speaks for itself. Throws UnsupportedError for words and characters. */
export function genericKind(model: SentencePieceModel): Kind {
  if (model.modelType !== 1 && model.modelType !== 2)
    throw new UnsupportedError(
      `a sentencepiece model of ${model.modelType === 3 ? "words" : model.modelType === 4 ? "characters" : `kind ${model.modelType}`} is not read, expected one of Unigram or BPE`
    );
  const {ids, names} = model;
  return {
    classes: [],
    types: [],
    files: "pieces",
    roles: {
      ...(ids.bos >= 0 ? {bos: names.bos || "<s>"} : {}),
      ...(ids.eos >= 0 ? {eos: names.eos || "</s>"} : {}),
      ...(ids.unk >= 0 ? {unk: names.unk || "<unk>"} : {})
    },
    parts: partsOf
  };
}

function partsOf({pieces: model, settings}: Vocabulary): Parts {
  const {charsmap, removeExtraWhitespaces, escapeWhitespaces, addDummyPrefix, byteFallback} =
    model!;
  const pieces = renamed(model!.pieces, settings);
  const legacy = flagOf(settings, "legacy", true);
  const whole = pieces.filter(({type}) => type === pieceTypes.userDefined).map(({piece}) => piece);
  const prepared = [
    ...precompiled(charsmap),
    ...(removeExtraWhitespaces
      ? [replace({Regex: outerSpaces}, ""), replace({Regex: " {2,}"}, " ")]
      : []),
    ...(escapeWhitespaces ? [replace({String: " "}, SPACE)] : []),
    // Metaspace puts no space before a text that begins with one, sentencepiece does.
    ...(addDummyPrefix && legacy ? [replace({Regex: first}, SPACE + SPACE)] : [])
  ];
  const cut = [
    ...(addDummyPrefix ? [metaspace(legacy ? "always" : "first", false)] : []),
    ...(whole.length > 0 ? [split({Regex: anyOf(whole)})] : [])
  ];
  return {
    normalizer: normalizers(...prepared),
    pre_tokenizer: cut.length > 0 ? preTokenizers(...cut) : null,
    decoder: decoders(
      replace({String: SPACE}, " "),
      ...(byteFallback ? [{type: "ByteFallback"}] : []),
      ...(addDummyPrefix || byteFallback ? [{type: "Fuse"}] : []),
      ...(addDummyPrefix ? [{type: "Strip", content: " ", start: 1, stop: 0}] : [])
    ),
    model:
      model!.modelType === 1
        ? unigram(
            pieces.map(({piece, score}) => [piece, score] as const),
            model!.ids.unk,
            byteFallback
          )
        : pairsOf(pieces, model!, whole.length > 0)
  };
}

function pairsOf(
  pieces: readonly Piece[],
  {byteFallback, names}: SentencePieceModel,
  whole: boolean
): Component {
  const ids = Object.fromEntries(pieces.map(({piece}, id) => [piece, id]));
  return bpe(ids, mergesOfNormal(pieces), {
    unknown: names.unk,
    prefix: null,
    suffix: null,
    fuse: true,
    bytes: byteFallback,
    whole
  });
}

/** Characters of a piece that is made of others. */
const longestPiece = 256;

/** Merges of the pieces that are no control, unknown, byte or user-defined ones: the best scores first. */
function mergesOfNormal(pieces: readonly Piece[]): (readonly [string, string])[] {
  const normal = new Map<string, {readonly score: number; readonly id: number}>();
  pieces.forEach(({piece, score, type}, id) => {
    if (type === pieceTypes.normal) normal.set(piece, {score, id});
  });
  return [...normal]
    .toSorted(([, a], [, b]) => b.score - a.score || a.id - b.id)
    .flatMap(([piece]) => {
      const letters = [...piece];
      if (letters.length > longestPiece) return [];
      return letters.slice(1).flatMap((_, at): (readonly [string, string])[] => {
        const [left, right] = [letters.slice(0, at + 1).join(""), letters.slice(at + 1).join("")];
        return normal.has(left) && normal.has(right) ? [[left, right]] : [];
      });
    });
}

/** Some models have empty pieces for tokens that a file beside them names. */
function renamed(
  pieces: readonly Piece[],
  {added_tokens_decoder: decoder}: Settings
): readonly Piece[] {
  if (!isRecord(decoder)) return pieces;
  const kept = new Set(
    pieces.flatMap(({piece}, id) => (Object.hasOwn(decoder, String(id)) ? [] : [piece]))
  );
  return pieces.map((piece, id) => {
    const name = Object.hasOwn(decoder, String(id))
      ? tokenOf(decoder[String(id)])?.content
      : undefined;
    return name === undefined || kept.has(name) ? piece : {...piece, piece: name};
  });
}

/** Returns a pattern of any of these texts, the longest first. */
const anyOf = (texts: readonly string[]): string =>
  texts
    .toSorted((a, b) => b.length - a.length)
    .map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"))
    .join("|");
