/** What tokenizers do to a text before they cut it. */
import type {Kinds} from "../components.ts";
import type {Given} from "../fields.ts";
import {flag, pattern, text} from "../fields.ts";
import type {Aligned} from "./aligned.ts";
import {byteChars} from "./byte-level.ts";
import * as characters from "./characters.ts";
import {Charsmap} from "./charsmap.ts";
import type {Pattern} from "./pattern.ts";
import {findOf} from "./pattern.ts";
import type {Form} from "./unicode-forms.ts";
import {inForm} from "./unicode-forms.ts";

export type Normalizer = (piece: Aligned) => Aligned;

const {isHan, isMark, isNonspacing, isSpace, isUnclean} = characters;

const without =
  (gone: (char: string) => boolean): Normalizer =>
  (piece) =>
    piece.mapped((char) => (gone(char) ? "" : char));

const form = (name: Form) => ({
  fields: {},
  make: (): Normalizer => (piece) => inForm(piece, name)
});

/** Letter by letter, so without the sigma that ends a word. */
const lowercase: Normalizer = (piece) => piece.mapped((char) => char.toLowerCase());

const clean: Normalizer = (piece) =>
  piece.mapped((char) => (isUnclean(char) ? "" : isSpace(char) ? " " : char));
const spaceHan: Normalizer = (piece) => piece.mapped((char) => (isHan(char) ? ` ${char} ` : char));
const stripNonspacing = without(isNonspacing);

const bert = ({
  clean_text: cleans = true,
  handle_chinese_chars: spaces = true,
  lowercase: lowers = true,
  strip_accents: strips = lowers
}: Given): Normalizer => {
  const steps = [
    ...(cleans ? [clean] : []),
    ...(spaces ? [spaceHan] : []),
    ...(strips ? [(piece: Aligned): Aligned => stripNonspacing(inForm(piece, "NFD"))] : []),
    ...(lowers ? [lowercase] : [])
  ];
  return inOrder(steps);
};

const inOrder =
  (steps: readonly Normalizer[]): Normalizer =>
  (piece) =>
    steps.reduce((made, step) => step(made), piece);

const strip =
  ({strip_left: left = true, strip_right: right = true}: Given): Normalizer =>
  (piece) => {
    const {text: all} = piece;
    let [from, to] = [0, all.length];
    if (left) while (from < to && isSpace(all[from]!)) from++;
    if (right) while (to > from && isSpace(all[to - 1]!)) to--;
    return piece.trimmed(from, to);
  };

/** SentencePiece's rules of nmt_*: some controls go, and what looks like a space becomes one. */
// oxlint-disable-next-line no-control-regex
const nmtGone = /^[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]$/;
const nmtSpace = /^[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]$/;
const nmt: Normalizer = (piece) =>
  piece.mapped((char) => (nmtGone.test(char) ? "" : nmtSpace.test(char) ? " " : char));

const replace = ({pattern: wanted, content}: Given, where: string): Normalizer => {
  const find = findOf(wanted as Pattern, where);
  return (piece) =>
    piece.replaced(
      find(piece.text).filter(({matches}) => matches),
      content as string
    );
};

export const normalizers: Kinds<Normalizer> = {
  kinds: {
    BertNormalizer: {
      fields: {
        clean_text: flag,
        handle_chinese_chars: flag,
        strip_accents: flag,
        lowercase: flag
      },
      make: bert
    },
    ByteLevel: {fields: {}, make: () => (piece) => piece.mapped(byteChars)},
    Lowercase: {fields: {}, make: () => lowercase},
    NFC: form("NFC"),
    NFD: form("NFD"),
    NFKC: form("NFKC"),
    NFKD: form("NFKD"),
    Nmt: {fields: {}, make: () => nmt},
    Precompiled: {
      fields: {precompiled_charsmap: text},
      needed: ["precompiled_charsmap"],
      make: ({precompiled_charsmap: base64}, where) => {
        const map = new Charsmap(base64 as string, `${where}.precompiled_charsmap`);
        return (piece) => map.normalize(piece);
      }
    },
    Prepend: {
      fields: {prepend: text},
      needed: ["prepend"],
      make:
        ({prepend}) =>
        (piece) =>
          piece.text === "" ? piece : piece.prepended(prepend as string)
    },
    Replace: {fields: {pattern, content: text}, needed: ["pattern", "content"], make: replace},
    Strip: {fields: {strip_left: flag, strip_right: flag}, make: strip},
    StripAccents: {fields: {}, make: () => without(isMark)}
  },
  parts: "normalizers",
  sequence: inOrder
};
