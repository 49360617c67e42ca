/** Counts what a tokenizer makes of a text: what a file says of its parts can make a short text very long. */
import {InputError} from "../../errors.ts";

/** Characters of a text: a book has a million. */
const longestText = 2 ** 23;
/** How many times as long a text may become: compatibility forms make eighteen characters of one. */
const most = 32;
/** What any text may become. */
const spare = 100_000;

/** Throws InputError for a text that is longer than any model reads. */
export function checkLength(text: string): void {
  if (text.length > longestText)
    throw new InputError(
      `the text is too long: got ${text.length} characters, at most ${longestText} are read; shorten it`
    );
}

/** How much longer all parts of one text have become, and may become. */
export class Growth {
  readonly #given: number;
  #added = 0;

  /** `given`: UTF-16 units of the text. */
  constructor(given: number) {
    this.#given = given;
  }

  /** Counts a part that grows from one length to another, before it is made. Throws InputError beyond the bound. */
  count(from: number, to: number): void {
    this.#added += Math.max(0, to - from);
    const made = Math.max(to, this.#added);
    if (made > Math.max(spare, most * this.#given))
      throw new InputError(
        `the tokenizer makes ${made} characters of ${this.#given}, expected at most ${most} times as many; take another model`
      );
  }
}
