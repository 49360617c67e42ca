/**
 * A text on its way through a tokenizer: each of its characters knows which range of the given text it stands for.
 *
 * The ranges are those of the Rust library's `NormalizedString`: a character that replaces another takes its range, an
 * added one that of the character before it. Positions are UTF-16 indices.
 */
import type {Range} from "../range.ts";
import type {Growth} from "./growth.ts";

interface Ranges {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Characters that take a text's place. */
export interface Change {
  /** One character each. */
  readonly chars: string[];
  /** 1: added behind the one before; 0: takes the place of one; −n: of one and the n behind it. */
  readonly counts: number[];
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

export class Aligned {
  readonly text: string;
  /** Where its part of the given text begins. */
  readonly origin: number;
  /** Null: the text is that part, unchanged. */
  readonly #ranges: Ranges | null;
  readonly #growth: Growth;

  private constructor(text: string, origin: number, ranges: Ranges | null, growth: Growth) {
    this.text = text;
    this.origin = origin;
    this.#ranges = ranges;
    this.#growth = growth;
  }

  /** Returns a given text, as it is; it has no lone surrogates. */
  static of(text: string, growth: Growth): Aligned {
    return new Aligned(text, 0, null, growth);
  }

  #startAt(at: number): number {
    if (this.#ranges) return this.#ranges.starts[at]!;
    return this.origin + (isLow(this.text.charCodeAt(at)) ? at - 1 : at);
  }

  #endAt(at: number): number {
    if (this.#ranges) return this.#ranges.ends[at]!;
    return this.origin + (isHigh(this.text.charCodeAt(at)) ? at + 2 : at + 1);
  }

  /** Returns the range of the given text that [from, to) of this one stands for. */
  range(from: number, to: number): Range {
    const last = this.text.length - 1;
    if (last < 0) return {start: this.origin, end: this.origin};
    const start = this.#startAt(Math.min(from, last));
    if (to <= from) return {start, end: start};
    return {start, end: this.#endAt(Math.min(to - 1, last))};
  }

  /** Returns [from, to) as a text of its own. */
  slice(from: number, to: number): Aligned {
    const origin = from < this.text.length ? this.#startAt(from) : this.origin;
    if (from === 0 && to === this.text.length && origin === this.origin) return this;
    return this.#with(this.text.slice(from, to), origin, this.#cutRanges(from, to));
  }

  /** Returns the text without what is before `from` and from `to` on. */
  trimmed(from: number, to: number): Aligned {
    if (from === 0 && to === this.text.length) return this;
    const ranges = this.#ranges || from > 0 ? this.#own() : null;
    const kept = ranges && {
      starts: ranges.starts.subarray(from, to),
      ends: ranges.ends.subarray(from, to)
    };
    return this.#with(this.text.slice(from, to), this.origin, kept);
  }

  #cutRanges(from: number, to: number): Ranges | null {
    const ranges = this.#ranges;
    return (
      ranges && {starts: ranges.starts.subarray(from, to), ends: ranges.ends.subarray(from, to)}
    );
  }

  /** Returns the same ranges with a text of the same length. */
  sameLength(text: string): Aligned {
    return text === this.text ? this : this.#with(text, this.origin, this.#ranges);
  }

  /** Returns the text with each character written as what `of` returns for it, all with that character's range. */
  mapped(of: (char: string) => string): Aligned {
    const {text} = this;
    const parts: string[] = [];
    let length = 0;
    let same = true;
    for (const char of text) {
      const part = of(char);
      parts.push(part);
      length += part.length;
      if (part !== char) same = false;
    }
    if (same) return this;
    this.#growth.count(text.length, length);
    const ranges = newRanges(length);
    let [from, at] = [0, 0];
    for (const part of parts) {
      ranges.starts.fill(this.#startAt(from), at, at + part.length);
      ranges.ends.fill(this.#endAt(from), at, at + part.length);
      at += part.length;
      from += isHigh(text.charCodeAt(from)) ? 2 : 1;
    }
    return this.#with(parts.join(""), this.origin, ranges);
  }

  /** Returns what a change makes of the text; `skipped`: how many of its characters are left out before. */
  changed({chars, counts}: Change, skipped = 0): Aligned {
    const {text} = this;
    const made = chars.join("");
    this.#growth.count(text.length, made.length);
    const ranges = newRanges(made.length);
    let from = 0;
    const pass = (count: number): void => {
      for (let passed = 0; passed < count && from < text.length; passed++)
        from += isHigh(text.charCodeAt(from)) ? 2 : 1;
    };
    pass(skipped);
    let at = 0;
    chars.forEach((char, index) => {
      const count = counts[index]!;
      const source = count > 0 ? from - 1 : Math.min(from, text.length - 1);
      const start = source < 0 ? this.origin : this.#startAt(source);
      const end = source < 0 ? this.origin : this.#endAt(source);
      ranges.starts.fill(start, at, at + char.length);
      ranges.ends.fill(end, at, at + char.length);
      at += char.length;
      if (count <= 0) pass(1 - count);
    });
    return this.#with(made, this.origin, ranges);
  }

  /** Returns the text with `content` in the place of each of these ranges; it takes the range of their last character. */
  replaced(places: readonly Range[], content: string): Aligned {
    if (places.length === 0) return this;
    const {text} = this;
    let length = text.length;
    let same = true;
    for (const {start, end} of places) {
      length += content.length - (end - start);
      if (end - start !== 1 || content.length !== 1) same = false;
    }
    this.#growth.count(text.length, length);
    const parts: string[] = [];
    let from = 0;
    for (const {start, end} of places) {
      parts.push(text.slice(from, start), content);
      from = end;
    }
    parts.push(text.slice(from));
    const made = parts.join("");
    if (same) return this.#with(made, this.origin, this.#ranges);
    const own = this.#own();
    const ranges = newRanges(length);
    let at = 0;
    from = 0;
    const copy = (to: number): void => {
      ranges.starts.set(own.starts.subarray(from, to), at);
      ranges.ends.set(own.ends.subarray(from, to), at);
      at += to - from;
    };
    for (const {start, end} of places) {
      copy(start);
      ranges.starts.fill(end > 0 ? own.starts[end - 1]! : this.origin, at, at + content.length);
      ranges.ends.fill(end > 0 ? own.ends[end - 1]! : this.origin, at, at + content.length);
      at += content.length;
      from = end;
    }
    copy(text.length);
    return this.#with(made, this.origin, ranges);
  }

  /** Returns the text with `content` before it, which takes the range of its first character. */
  prepended(content: string): Aligned {
    const {text} = this;
    const length = content.length + text.length;
    this.#growth.count(text.length, length);
    const own = this.#own();
    const ranges = newRanges(length);
    ranges.starts
      .fill(own.starts[0] ?? this.origin, 0, content.length)
      .set(own.starts, content.length);
    ranges.ends.fill(own.ends[0] ?? this.origin, 0, content.length).set(own.ends, content.length);
    return this.#with(content + text, this.origin, ranges);
  }

  #own(): Ranges {
    if (this.#ranges) return this.#ranges;
    const ranges = newRanges(this.text.length);
    for (let at = 0; at < this.text.length; at++) {
      ranges.starts[at] = this.#startAt(at);
      ranges.ends[at] = this.#endAt(at);
    }
    return ranges;
  }

  #with(text: string, origin: number, ranges: Ranges | null): Aligned {
    return new Aligned(text, origin, ranges, this.#growth);
  }
}

const newRanges = (length: number): Ranges => ({
  starts: new Int32Array(length),
  ends: new Int32Array(length)
});
