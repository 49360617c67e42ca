/**
 * The tokenizer library within bounds: what a file says of its parts can make a short text very long, and the library
 * hands lists of any length to functions that take a hundred thousand arguments.
 */
import {Tokenizer as Library} from "@huggingface/tokenizers";
import {InputError} from "../errors.ts";
import type {TokenizerConfig, TokenizerJson} from "./tokenizer-json.ts";

/** Characters of a text: a book has a million. */
const longestText = 2 ** 23;
/** How many times as long a text may become: compatibility forms make eighteen characters of one. */
const most = 32;
/** What any text may become. */
const spare = 100_000;
/** Characters of a token, for what is made of some. */
const longestToken = 256;
/** A vocabulary of words tries all parts of a word. */
const longestWord = 10_000;

/** Throws InputError for a text that is longer than any model reads. */
export function checkLength(text: string): void {
  if (text.length > longestText)
    throw new InputError(
      `the text is too long: got ${text.length} characters, at most ${longestText} are read; shorten it`
    );
}

type Made = string | readonly string[];

/** A part of the library, and those inside it. */
interface Part {
  normalize?: (text: string) => string;
  pre_tokenize_text?: (text: string, options: unknown) => Made;
  decode_chain?: (tokens: readonly string[]) => string[];
  readonly normalizers?: readonly (Part | null)[];
  readonly tokenizers?: readonly (Part | null)[];
  readonly decoders?: readonly (Part | null)[];
  /** Of pieces of one length. */
  readonly _length?: unknown;
}

interface Parts {
  readonly normalizer: (Part & ((text: string) => string)) | null;
  readonly pre_tokenizer: Part | null;
  readonly decoder: Part | null;
  readonly model: {
    encode: (words: readonly string[]) => string[];
    readonly tokenize?: (text: string) => string[];
    max_input_chars_per_word?: number;
  };
}

/** The library's tokenizer as a file describes it. Throws what the library throws, and InputError beyond the bounds. */
export function boundedLibrary(json: TokenizerJson & object, config: TokenizerConfig): Library {
  // The library normalises added tokens before anybody can bound how: one without a vocabulary goes first.
  const empty = {type: "WordPiece", unk_token: "", vocab: {}};
  const probe = bounded(new Library({...json, model: empty, added_tokens: []}, config));
  for (const {content} of json.added_tokens) probe.normalise(content);
  return bounded(new Library(json, config)).library;
}

function bounded(library: Library): {
  readonly library: Library;
  readonly normalise: (text: string) => void;
} {
  const parts = library as unknown as Parts;
  const growth = new Growth();
  for (const part of [parts.normalizer, parts.pre_tokenizer, parts.decoder]) bind(part, growth);
  const {model} = parts;
  const {tokenize} = model;
  // A vocabulary of pieces takes a text as one word, however long.
  if (tokenize) model.encode = (words) => words.flatMap((word) => tokenize.call(model, word));
  if (model.max_input_chars_per_word !== undefined)
    model.max_input_chars_per_word = Math.min(model.max_input_chars_per_word, longestWord);
  const {encode, decode} = library;
  Object.assign(library, {
    encode(...[text, options]: Parameters<typeof encode>) {
      growth.given = text.length;
      return encode.call(library, text, options);
    },
    decode(...[ids, options]: Parameters<typeof decode>) {
      growth.given = ids.length * longestToken;
      return decode.call(library, ids, options);
    }
  });
  return {
    library,
    normalise(text) {
      growth.given = text.length;
      parts.normalizer?.(text);
    }
  };
}

/** Has a part, and those inside it, say how much they make. */
function bind(part: Part | null, growth: Growth): void {
  if (!part) return;
  if ("_length" in part && !(Number.isInteger(part._length) && Number(part._length) > 0))
    throw new InputError(
      `FixedLength: length is ${String(part._length).slice(0, 40)}, expected a whole number from 1`
    );
  for (const name of ["normalize", "pre_tokenize_text", "decode_chain"] as const) {
    const act = part[name] as ((given: never, options: unknown) => Made) | undefined;
    if (!act) continue;
    const acted = (given: never, options: unknown): Made =>
      growth.of(act.call(part, given, options));
    Object.assign(part, {[name]: acted});
  }
  for (const inner of [part.normalizers, part.tokenizers, part.decoders])
    inner?.forEach((one) => bind(one, growth));
}

class Growth {
  /** Characters of what is read now. */
  given = 0;

  of(made: Made): Made {
    const length =
      typeof made === "string" ? made.length : made.reduce((sum, one) => sum + one.length, 0);
    if (length > Math.max(spare, most * this.given))
      throw new InputError(
        `the tokenizer makes ${length} characters of ${this.given}, expected at most ${most} times as many; take another model`
      );
    return made;
  }
}
