/**
 * Tokens that are found in a text before anything else: those that are not normalized in the text as it is given, the
 * others in what the normalizer makes of it.
 */
import type {Aligned} from "./aligned.ts";
import {isSpace} from "./characters.ts";
import type {Normalizer} from "./normalizers.ts";
import {PieceTree} from "./piece-tree.ts";
import type {Vocabulary} from "./vocabulary.ts";

/** One of `added_tokens` in a tokenizer.json. */
export interface AddedToken {
  readonly content: string;
  /** Only where no letter, digit or mark stands beside it. */
  readonly single_word?: boolean;
  /** Takes the white space before it. */
  readonly lstrip?: boolean;
  /** Takes the white space behind it. */
  readonly rstrip?: boolean;
  readonly normalized?: boolean;
  readonly special?: boolean;
}

/** A part of a text: an added token, or what is left to cut. */
export interface Part {
  readonly piece: Aligned;
  /** Of an added token. */
  readonly id?: number;
}

export class AddedTokens {
  readonly #byId = new Map<number, AddedToken>();
  readonly #ids = new Map<string, number>();
  /** What normalized ones are found as, and are written as. */
  readonly #found = new Map<number, string>();
  readonly #raw = new Finder();
  readonly #normalized = new Finder();
  readonly #normalizer: Normalizer | null;

  /**
   * Tokens that the vocabulary has keep their id; the others get the next ones behind it, in the order of the list,
   * whatever id they say, as in the Rust library. `normalizer` is asked for each token that is normalized.
   */
  constructor(
    tokens: readonly AddedToken[],
    vocabulary: Vocabulary,
    normalizer: Normalizer | null,
    alignedOf: (text: string) => Aligned
  ) {
    this.#normalizer = normalizer;
    let next = vocabulary.size;
    for (const token of tokens) {
      const {content} = token;
      if (content === "") continue;
      const known = this.#ids.get(content) ?? vocabulary.idOf(content);
      const id = known ?? next;
      this.#ids.set(content, id);
      this.#byId.set(id, token);
      next = Math.max(next, id + 1);
    }
    for (const [content, id] of this.#ids) {
      const token = this.#byId.get(id)!;
      if (token.content !== content) continue;
      // What is not said is normalized unless it is special.
      const isNormalized = token.normalized ?? !token.special;
      const found = isNormalized && normalizer ? normalizer(alignedOf(content)).text : content;
      this.#found.set(id, found);
      (isNormalized ? this.#normalized : this.#raw).add(found, id, token);
    }
  }

  idOf(content: string): number | undefined {
    return this.#ids.get(content);
  }

  get(id: number): AddedToken | undefined {
    return this.#byId.get(id);
  }

  /** Returns what a token is written as in a text: what the normalizer makes of it, where it is normalized. */
  writtenAs(id: number): string | undefined {
    return this.#found.get(id);
  }

  /** Returns how many of them the vocabulary does not have. */
  countBeside(vocabulary: Vocabulary): number {
    let count = 0;
    for (const content of this.#ids.keys()) if (vocabulary.idOf(content) === undefined) count++;
    return count;
  }

  /** Returns the parts of a text, normalized. `plain`: none of these tokens is looked for. */
  partsOf(text: Aligned, plain: boolean): Part[] {
    const normalized = (piece: Aligned): Aligned => this.#normalizer?.(piece) ?? piece;
    if (plain) return [{piece: normalized(text)}];
    return this.#raw
      .parts(text)
      .flatMap((part) =>
        part.id === undefined ? this.#normalized.parts(normalized(part.piece)) : [part]
      );
  }
}

/** What stands beside a whole word. */
const isWord = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;

/** Finds tokens in a text, from left to right, the longest first. */
class Finder {
  readonly #tree = new PieceTree();
  readonly #tokens = new Map<number, AddedToken>();
  /** A token of which the normalizer leaves nothing is found between all characters: it cuts, and takes spaces. */
  #empty: number | undefined;

  add(content: string, id: number, token: AddedToken): void {
    if (content === "") {
      this.#empty ??= id;
      this.#tokens.set(id, token);
      return;
    }
    // Of equal ones the first counts, special ones before others.
    const known = this.#tree.get(content);
    const before = known === undefined ? undefined : this.#tokens.get(known);
    if (before && (before.special || !token.special)) return;
    this.#tree.set(content, id);
    this.#tokens.set(id, token);
  }

  parts(piece: Aligned): Part[] {
    const {text} = piece;
    if (text === "") return [];
    // Cut out even whole: it begins where its first character comes from, behind what a normalizer has taken away.
    if (this.#tokens.size === 0) return [{piece: piece.slice(0, text.length)}];
    const parts: Part[] = [];
    let from = 0;
    const leave = (to: number): void => {
      if (from < to) parts.push({piece: piece.slice(from, to)});
    };
    let last = -1;
    for (let at = 0; at <= text.length;) {
      const match = this.#tree.longest(text, at);
      const id = match?.value ?? (at === last ? undefined : this.#empty);
      const found = at;
      at = match?.end ?? at + (text.codePointAt(at)! > 0xffff ? 2 : 1);
      if (id === undefined) continue;
      const token = this.#tokens.get(id)!;
      let [start, end] = [found, match?.end ?? found];
      last = end;
      if (token.single_word && isInWord(text, start, end)) continue;
      if (token.lstrip) {
        while (start > from && isSpace(text[start - 1]!)) start--;
        start = Math.max(start, from);
      }
      if (token.rstrip) while (end < text.length && isSpace(text[end]!)) end++;
      // The token before may have taken it whole.
      if (start > end) continue;
      leave(start);
      if (start < end) parts.push({piece: piece.slice(start, end), id});
      from = end;
    }
    leave(text.length);
    return parts;
  }
}

function isInWord(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const behind = text.slice(end, end + 2);
  return isWord.test(Array.from(before).at(-1) ?? "") || isWord.test(Array.from(behind)[0] ?? "");
}
