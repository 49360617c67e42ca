/** How tokenizers cut a text into the words that their vocabulary is asked for. */
import type {Kinds} from "../components.ts";
import type {Given} from "../fields.ts";
import {char, count, flag, oneOf, pattern} from "../fields.ts";
import type {Aligned} from "./aligned.ts";
import {byteChars} from "./byte-level.ts";
import {isNumeric, isPunctuation, isSpace} from "./characters.ts";
import type {Pattern} from "./pattern.ts";
import {findOf} from "./pattern.ts";
import {cutAtScripts} from "./scripts.ts";
import type {Behavior, Find} from "./splits.ts";
import {behaviors, cut, findChars, findPattern, findText, inverted} from "./splits.ts";

export type PreTokenizer = (piece: Aligned) => Aligned[];

const cutting =
  (find: Find, behavior: Behavior): PreTokenizer =>
  (piece) =>
    cut(piece, find, behavior);

const inOrder =
  (steps: readonly PreTokenizer[]): PreTokenizer =>
  (piece) =>
    steps.reduce<Aligned[]>((pieces, step) => pieces.flatMap((one) => step(one)), [piece]);

/** GPT-2's pattern, with Unicode's white space. */
const byteLevelWords =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;
const findWords = findPattern(byteLevelWords);

const byteLevel =
  ({add_prefix_space: prefixed = true, use_regex: cuts = true}: Given): PreTokenizer =>
  (piece) => {
    const whole = prefixed && !piece.text.startsWith(" ") ? piece.prepended(" ") : piece;
    const words = cuts ? cut(whole, findWords, "Isolated") : [whole];
    return words.map((word) => word.mapped(byteChars));
  };

const schemes = ["always", "first", "never"] as const;
type Scheme = (typeof schemes)[number];

const metaspace = ({
  replacement = "\u2581",
  add_prefix_space: prefixed,
  prepend_scheme: said = "always",
  split = true
}: Given): PreTokenizer => {
  const space = replacement as string;
  const scheme: Scheme = prefixed === false ? "never" : (said as Scheme);
  const findSpaces = findText(" ");
  const findMarks = findText(space);
  return (piece) => {
    const marked = piece.replaced(
      findSpaces(piece.text).filter(({matches}) => matches),
      space
    );
    const wanted = scheme === "always" || (scheme === "first" && piece.origin === 0);
    const whole = wanted && !marked.text.startsWith(space) ? marked.prepended(space) : marked;
    return split ? cut(whole, findMarks, "MergedWithNext") : [whole];
  };
};

const fixedLength =
  ({length: said = 5}: Given): PreTokenizer =>
  (piece) => {
    const length = said as number;
    const parts: Aligned[] = [];
    let [from, at, held] = [0, 0, 0];
    for (const one of piece.text) {
      at += one.length;
      if (++held < length) continue;
      parts.push(piece.slice(from, at));
      [from, held] = [at, 0];
    }
    if (from < at) parts.push(piece.slice(from, at));
    return parts;
  };

const split = ({pattern: wanted, behavior, invert = false}: Given, where: string): PreTokenizer => {
  const find = findOf(wanted as Pattern, where);
  return cutting(invert ? inverted(find) : find, behavior as Behavior);
};

const behavior = oneOf(behaviors);
const words = findPattern(
  /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\p{White_Space}]+/gu
);

export const preTokenizers: Kinds<PreTokenizer> = {
  kinds: {
    BertPreTokenizer: {
      fields: {},
      make: () =>
        inOrder([
          cutting(findChars(isSpace), "Removed"),
          cutting(findChars(isPunctuation), "Isolated")
        ])
    },
    ByteLevel: {
      fields: {add_prefix_space: flag, trim_offsets: flag, use_regex: flag},
      make: byteLevel
    },
    CharDelimiterSplit: {
      fields: {delimiter: char},
      needed: ["delimiter"],
      make: ({delimiter}) => cutting(findText(delimiter as string), "Removed")
    },
    Digits: {
      fields: {individual_digits: flag},
      make: ({individual_digits: alone = false}) =>
        cutting(findChars(isNumeric), alone ? "Isolated" : "Contiguous")
    },
    FixedLength: {fields: {length: count}, make: fixedLength},
    Metaspace: {
      fields: {
        replacement: char,
        add_prefix_space: flag,
        prepend_scheme: oneOf(schemes),
        split: flag
      },
      make: metaspace
    },
    Punctuation: {
      fields: {behavior},
      make: ({behavior: way = "Isolated"}) => cutting(findChars(isPunctuation), way as Behavior)
    },
    Split: {
      fields: {pattern, behavior, invert: flag},
      needed: ["pattern", "behavior"],
      make: split
    },
    UnicodeScripts: {fields: {}, make: () => cutAtScripts},
    Whitespace: {fields: {}, make: () => cutting(inverted(words), "Removed")},
    WhitespaceSplit: {fields: {}, make: () => cutting(findChars(isSpace), "Removed")}
  },
  parts: "pretokenizers",
  sequence: inOrder
};
