/**
 * SentencePiece's `precompiled_charsmap`: a double-array trie of UTF-8 keys (darts-clone), and the texts that take their
 * place. Read as the Rust crate `spm_precompiled` reads it, whose shortest key counts.
 */
import {SourceError} from "../../errors.ts";
import type {Aligned, Change} from "./aligned.ts";

const encoder = new TextEncoder();

/** Clusters of as many bytes are looked for as a whole. */
const longestCluster = 6;

export class Charsmap {
  readonly #units: Uint32Array;
  readonly #texts: Uint8Array;
  readonly #known = new Map<string, string | null>();
  readonly #clusters = new Intl.Segmenter("und", {granularity: "grapheme"});

  /** Reads a map in base64. Throws SourceError for what is none. */
  constructor(base64: string, where: string) {
    const bytes = bytesOf(base64, where);
    const view = new DataView(bytes.buffer);
    const size = bytes.length < 4 ? -1 : view.getUint32(0, true);
    if (size < 4 || size % 4 !== 0 || 4 + size > bytes.length)
      throw new SourceError(
        `tokenizer.json: ${where} holds ${bytes.length} bytes and says that ${size} of them are its keys; copy or download the file again`
      );
    this.#units = new Uint32Array(size / 4);
    for (let at = 0; at < size / 4; at++) this.#units[at] = view.getUint32(4 + 4 * at, true);
    this.#texts = bytes.subarray(4 + size);
  }

  /** Returns a text with all keys replaced. */
  normalize(piece: Aligned): Aligned {
    const change: Change = {chars: [], counts: []};
    let changes = false;
    const replace = (part: string): boolean => {
      const made = this.#find(part);
      if (made === null) return false;
      changes = true;
      put(change, charCount(part), made);
      return true;
    };
    for (const cluster of this.#clustersOf(piece.text)) {
      if (cluster.length < longestCluster && utf8Length(cluster) < longestCluster)
        if (replace(cluster)) continue;
      for (const char of cluster)
        if (!replace(char)) {
          change.chars.push(char);
          change.counts.push(0);
        }
    }
    return changes ? piece.changed(change) : piece;
  }

  *#clustersOf(text: string): Iterable<string> {
    // oxlint-disable-next-line no-control-regex -- Below U+0300 nothing joins but a line break of two characters.
    if (/^[\0-\f\x0e-\u02ff]*$/.test(text)) yield* text;
    else for (const {segment} of this.#clusters.segment(text)) yield segment;
  }

  #find(part: string): string | null {
    let made = this.#known.get(part);
    if (made === undefined) {
      made = this.#lookUp(part);
      if (this.#known.size >= 50_000) this.#known.clear();
      this.#known.set(part, made);
    }
    return made;
  }

  #lookUp(part: string): string | null {
    const units = this.#units;
    let at = offsetOf(units[0]!);
    for (const byte of encoder.encode(part)) {
      if (byte === 0) return null;
      at ^= byte;
      const unit = units[at];
      if (unit === undefined || labelOf(unit) !== byte) return null;
      at ^= offsetOf(unit);
      if (hasLeaf(unit)) return this.#textAt((units[at] ?? 0) & 0x7fff_ffff);
    }
    return null;
  }

  #textAt(from: number): string {
    let to = from;
    while (to < this.#texts.length && this.#texts[to] !== 0) to++;
    return new TextDecoder("utf-8", {ignoreBOM: true}).decode(this.#texts.subarray(from, to));
  }
}

const hasLeaf = (unit: number): boolean => ((unit >>> 8) & 1) === 1;
const labelOf = (unit: number): number => (unit & 0x8000_00ff) >>> 0;
const offsetOf = (unit: number): number => (unit >>> 10) << ((unit & 0x200) >>> 6);

/** Adds a text in the place of so many characters; the last one stands for those that are gone. */
function put({chars, counts}: Change, replaced: number, made: string): void {
  let count = 0;
  for (const char of made) {
    chars.push(char);
    counts.push(0);
    count++;
  }
  const more = count - replaced;
  for (let back = 1; back <= more; back++) counts[counts.length - back] = 1;
  if (more < 0 && counts.length > 0) counts[counts.length - 1]! += more;
}

function charCount(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function utf8Length(text: string): number {
  return encoder.encode(text).length;
}

function bytesOf(base64: string, where: string): Uint8Array {
  try {
    const chars = atob(base64);
    const bytes = new Uint8Array(chars.length);
    for (let at = 0; at < chars.length; at++) bytes[at] = chars.charCodeAt(at);
    return bytes;
  } catch {
    throw new SourceError(
      `tokenizer.json: ${where} is not base64; copy or download the file again`
    );
  }
}
