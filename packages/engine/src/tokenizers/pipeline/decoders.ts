/** How tokenizers write tokens as a text: each takes a list of texts and returns one. */
import type {Kinds} from "../components.ts";
import type {Given} from "../fields.ts";
import {char, flag, oneOf, pattern, text, whole} from "../fields.ts";
import {bytesOf} from "./byte-level.ts";
import type {Growth} from "./growth.ts";
import type {Pattern} from "./pattern.ts";
import {findOf} from "./pattern.ts";

export type Decoder = (tokens: readonly string[], growth: Growth) => string[];

const each =
  (write: (token: string, at: number, count: number) => string): Decoder =>
  (tokens) =>
    tokens.map((token, at) => write(token, at, tokens.length));

const utf8 = new TextDecoder("utf-8", {ignoreBOM: true});
const strictUtf8 = new TextDecoder("utf-8", {ignoreBOM: true, fatal: true});
const encoder = new TextEncoder();

const byteLevel: Decoder = (tokens) => {
  const bytes: number[] = [];
  for (const token of tokens)
    for (const byte of bytesOf(token) ?? encoder.encode(token)) bytes.push(byte);
  return [utf8.decode(Uint8Array.from(bytes))];
};

/** Spaces that English does not write, and what is written. */
const gaps = [
  [" .", "."],
  [" ?", "?"],
  [" !", "!"],
  [" ,", ","],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"]
] as const;

/** Returns a text without these spaces. */
export const tidied = (text: string): string =>
  gaps.reduce((made, [gap, closed]) => made.replaceAll(gap, closed), text);

/** As the decoders of words have it, which shorten one word too. */
const withoutGaps = (text: string): string => tidied(text).replaceAll(" do not", " don't");

const wordPiece = ({prefix: said = "##", cleanup = true}: Given): Decoder => {
  const prefix = said as string;
  return each((token, at) => {
    const joined =
      at === 0 ? token : token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`;
    return cleanup ? withoutGaps(joined) : joined;
  });
};

const bpe = ({suffix = "</w>"}: Given): Decoder =>
  each((token, at, count) =>
    suffix === "" ? token : token.replaceAll(suffix as string, at === count - 1 ? "" : " ")
  );

const ctc = ({
  pad_token: pad = "<pad>",
  word_delimiter_token: delimiter = "|",
  cleanup = true
}: Given): Decoder => {
  return (tokens) =>
    tokens.flatMap((token, at) => {
      if (token === tokens[at - 1]) return [];
      const plain = token.replaceAll(pad as string, "");
      const made = cleanup ? withoutGaps(plain).replaceAll(delimiter as string, " ") : plain;
      return made === "" ? [] : [made];
    });
};

const metaspace = ({
  replacement = "\u2581",
  add_prefix_space: prefixed,
  prepend_scheme: scheme = "always"
}: Given): Decoder => {
  const keeps = prefixed === false || scheme === "never";
  return each((token, at) =>
    token.replaceAll(replacement as string, at === 0 && !keeps ? "" : " ")
  );
};

const byteToken = /^<0x([0-9A-Fa-f]{2})>$/;

const byteFallback: Decoder = (tokens) => {
  const made: string[] = [];
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length === 0) return;
    try {
      made.push(strictUtf8.decode(Uint8Array.from(bytes)));
    } catch {
      for (const _ of bytes) made.push("\ufffd");
    }
    bytes = [];
  };
  for (const token of tokens) {
    const byte = byteToken.exec(token)?.[1];
    if (byte === undefined) {
      flush();
      made.push(token);
    } else bytes.push(parseInt(byte, 16));
  }
  flush();
  return made;
};

const strip = ({content = " ", start = 0, stop = 0}: Given): Decoder =>
  each((token) => {
    const chars = [...token];
    let [from, to] = [0, chars.length];
    while (from < Math.min(Number(start), chars.length) && chars[from] === content) from++;
    while (to > from && chars.length - to < Number(stop) && chars[to - 1] === content) to--;
    return chars.slice(from, to).join("");
  });

const replace = ({pattern: wanted, content: said}: Given, where: string): Decoder => {
  const find = findOf(wanted as Pattern, where);
  const content = said as string;
  return (tokens, growth) =>
    tokens.map((token) => {
      const stretches = find(token);
      let length = 0;
      for (const {start, end, matches} of stretches)
        length += matches ? content.length : end - start;
      growth.count(token.length, length);
      return stretches
        .map(({start, end, matches}) => (matches ? content : token.slice(start, end)))
        .join("");
    });
};

export const decoders: Kinds<Decoder> = {
  kinds: {
    BPEDecoder: {fields: {suffix: text}, make: bpe},
    ByteFallback: {fields: {}, make: () => byteFallback},
    ByteLevel: {fields: {}, make: () => byteLevel},
    CTC: {fields: {pad_token: text, word_delimiter_token: text, cleanup: flag}, make: ctc},
    Fuse: {fields: {}, make: () => (tokens) => [tokens.join("")]},
    Metaspace: {
      fields: {
        replacement: char,
        add_prefix_space: flag,
        prepend_scheme: oneOf(["always", "first", "never"])
      },
      make: metaspace
    },
    Replace: {fields: {pattern, content: text}, needed: ["pattern", "content"], make: replace},
    Strip: {fields: {content: char, start: whole, stop: whole}, make: strip},
    WordPiece: {fields: {prefix: text, cleanup: flag}, make: wordPiece}
  },
  parts: "decoders",
  sequence: (steps) => (tokens, growth) =>
    steps.reduce<string[]>((made, step) => step(made, growth), [...tokens])
};
