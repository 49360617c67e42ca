/**
 * Decoders of ggml's K-quants: super-blocks of 256 numbers. A half-precision scale d (and dmin) scales the small
 * integer scales (and minima) of sub-blocks of 16 or 32 numbers.
 */
import type {Decoder} from "./decoder.ts";
import {halves} from "./half.ts";
import type {BlockType} from "./weights.ts";

type SuperBlock = Extract<BlockType, `${string}_k`>;

const halfAt = (table: Float32Array, bytes: Uint8Array, at: number): number =>
  table[bytes[at]! | (bytes[at + 1]! << 8)]!;

/** 16 scale and minimum nibbles, 64 bytes of 2-bit numbers, d, dmin; d·scale·q − dmin·minimum. */
const q2_k: Decoder = (bytes, at, count, out, start) => {
  const table = halves();
  for (let block = 0; block < count; block++, at += 84, start += 256) {
    const d = halfAt(table, bytes, at + 80);
    const dmin = halfAt(table, bytes, at + 82);
    for (let sub = 0; sub < 16; sub++) {
      const scales = bytes[at + sub]!;
      const scale = d * (scales & 15);
      const minimum = dmin * (scales >> 4);
      // Half of the super-block: 32 bytes, four numbers in each, 32 numbers apart.
      const from = at + 16 + 32 * (sub >> 3) + 16 * (sub & 1);
      const shift = sub & 6;
      for (let i = 0; i < 16; i++)
        out[start + 16 * sub + i] = scale * ((bytes[from + i]! >> shift) & 3) - minimum;
    }
  }
};

/** Third bits (32 bytes), low two bits (64), 16 packed 6-bit scales (12), d; d·(scale − 32)·(q − 4). */
const q3_k: Decoder = (bytes, at, count, out, start) => {
  const table = halves();
  for (let block = 0; block < count; block++, at += 110, start += 256) {
    const d = halfAt(table, bytes, at + 108);
    for (let sub = 0; sub < 16; sub++) {
      const low = (bytes[at + 96 + (sub & 7)]! >> (sub < 8 ? 0 : 4)) & 15;
      const high = (bytes[at + 104 + (sub & 3)]! >> (2 * (sub >> 2))) & 3;
      const scale = d * ((low | (high << 4)) - 32);
      const part = 16 * (sub & 1);
      const from = at + 32 + 32 * (sub >> 3) + part;
      const shift = sub & 6;
      const third = sub >> 1;
      for (let i = 0; i < 16; i++) {
        const q = ((bytes[from + i]! >> shift) & 3) | (((bytes[at + part + i]! >> third) & 1) << 2);
        out[start + 16 * sub + i] = scale * (q - 4);
      }
    }
  }
};

/** Returns the 6-bit scale of a sub-block of Q4_K or Q5_K: 12 bytes hold 8 scales and 8 minima. */
const scaleOf = (bytes: Uint8Array, at: number, sub: number): number =>
  sub < 4
    ? bytes[at + sub]! & 63
    : (bytes[at + sub + 4]! & 15) | ((bytes[at + sub - 4]! >> 6) << 4);

/** Returns the 6-bit minimum of a sub-block of Q4_K or Q5_K. */
const minimumOf = (bytes: Uint8Array, at: number, sub: number): number =>
  sub < 4
    ? bytes[at + sub + 4]! & 63
    : (bytes[at + sub + 4]! >> 4) | ((bytes[at + sub]! >> 6) << 4);

/** d, dmin, scales and minima (12 bytes), nibbles (128); d·scale·q − dmin·minimum. */
const q4_k: Decoder = (bytes, at, count, out, start) => {
  const table = halves();
  for (let block = 0; block < count; block++, at += 144, start += 256) {
    const d = halfAt(table, bytes, at);
    const dmin = halfAt(table, bytes, at + 2);
    for (let sub = 0; sub < 8; sub++) {
      const scale = d * scaleOf(bytes, at + 4, sub);
      const minimum = dmin * minimumOf(bytes, at + 4, sub);
      const from = at + 16 + 32 * (sub >> 1);
      const shift = 4 * (sub & 1);
      for (let i = 0; i < 32; i++)
        out[start + 32 * sub + i] = scale * ((bytes[from + i]! >> shift) & 15) - minimum;
    }
  }
};

/** As Q4_K, with the fifth bits (32 bytes; bit j for sub-block j) before the nibbles. */
const q5_k: Decoder = (bytes, at, count, out, start) => {
  const table = halves();
  for (let block = 0; block < count; block++, at += 176, start += 256) {
    const d = halfAt(table, bytes, at);
    const dmin = halfAt(table, bytes, at + 2);
    for (let sub = 0; sub < 8; sub++) {
      const scale = d * scaleOf(bytes, at + 4, sub);
      const minimum = dmin * minimumOf(bytes, at + 4, sub);
      const from = at + 48 + 32 * (sub >> 1);
      const shift = 4 * (sub & 1);
      for (let i = 0; i < 32; i++) {
        const q = ((bytes[from + i]! >> shift) & 15) | (((bytes[at + 16 + i]! >> sub) & 1) << 4);
        out[start + 32 * sub + i] = scale * q - minimum;
      }
    }
  }
};

/** Low nibbles (128 bytes), high two bits (64), 16 signed 8-bit scales, d; d·scale·(q − 32). */
const q6_k: Decoder = (bytes, at, count, out, start) => {
  const table = halves();
  for (let block = 0; block < count; block++, at += 210, start += 256) {
    const d = halfAt(table, bytes, at + 208);
    for (let sub = 0; sub < 16; sub++) {
      const scale = d * ((bytes[at + 192 + sub]! << 24) >> 24);
      const half = sub >> 3;
      const quarter = (sub >> 1) & 3;
      const part = 16 * (sub & 1);
      const low = at + 64 * half + 32 * (quarter & 1) + part;
      const high = at + 128 + 32 * half + part;
      const nibble = 4 * (quarter >> 1);
      for (let i = 0; i < 16; i++) {
        const q =
          ((bytes[low + i]! >> nibble) & 15) | (((bytes[high + i]! >> (2 * quarter)) & 3) << 4);
        out[start + 16 * sub + i] = scale * (q - 32);
      }
    }
  }
};

export const superBlockDecoders: {readonly [T in SuperBlock]: Decoder} = {
  q2_k,
  q3_k,
  q4_k,
  q5_k,
  q6_k
};
