/** Reads a GGUF file's head from front to back; nothing is believed before it is known to lie inside the file. */
import {SourceError} from "../errors.ts";

/** Entries or tensors of a file: models have hundreds, and each takes ten times its bytes in memory. */
const most = 100_000;
/** Longest name of a metadata entry or tensor, in bytes: the format's own limit for keys. */
const longestName = 65535;

const utf8 = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});
/** Vocabularies hold pieces of characters; such a byte becomes U+FFFD, as everywhere where they are shown. */
const lenient = new TextDecoder("utf-8", {ignoreBOM: true});

export class GgufCursor {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #file: string;
  /** Where the next thing is read, in bytes. */
  at = 0;

  constructor(bytes: Uint8Array, file: string) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#file = file;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  fail(message: string): never {
    throw new SourceError(`${this.#file}: ${message}`);
  }

  /** Returns where so many bytes begin, and goes behind them. Throws SourceError when the file ends before. */
  take(size: number, what: string): number {
    if (size > this.left) {
      this.fail(
        `truncated: ${what} takes ${size} bytes at byte ${this.at}, got ${this.left}; copy or download the file again`
      );
    }
    const from = this.at;
    this.at += size;
    return from;
  }

  u32(what: string): number {
    return this.#view.getUint32(this.take(4, what), true);
  }

  u64(what: string): bigint {
    return this.#view.getBigUint64(this.take(8, what), true);
  }

  /** Returns a DataView over the next bytes. */
  view(size: number, what: string): DataView {
    const from = this.take(size, what);
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + from, size);
  }

  /** Returns how many things follow, each at least `least` bytes long. Throws SourceError when they cannot all be in the file. */
  count(what: string, least: number): number {
    const count = this.u64(what);
    if (count * BigInt(least) > BigInt(this.left)) {
      this.fail(
        `${what} is ${count}, at least ${least} bytes each, but ${this.left} bytes are left; copy or download the file again`
      );
    }
    return Number(count);
  }

  /** As `count`, of things that no model has very many of. */
  few(what: string, least: number): number {
    const count = this.count(what, least);
    if (count > most)
      this.fail(`${what} is ${count}, expected at most ${most}; is this a model's file?`);
    return count;
  }

  /** Returns a text of a value. */
  text(what: string): string {
    return lenient.decode(this.#string(what));
  }

  /** Returns a key or a tensor's name. */
  name(what: string): string {
    const bytes = this.#string(what);
    if (bytes.length > longestName) {
      this.fail(
        `${what} is ${bytes.length} bytes long, expected at most ${longestName}; is this a GGUF file?`
      );
    }
    try {
      return utf8.decode(bytes);
    } catch {
      return this.fail(
        `${what} is not UTF-8 at byte ${this.at - bytes.length}; convert the model again`
      );
    }
  }

  #string(what: string): Uint8Array {
    const length = this.count(`length of ${what}`, 1);
    const from = this.take(length, what);
    return this.bytes.subarray(from, from + length);
  }
}
