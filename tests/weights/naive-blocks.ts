/** Number i of one ggml block, from the format's definition: slow, a number at a time, sharing nothing with the engine. */
import type {BlockType} from "../../packages/engine/src/weights/weights.ts";

/** The bit field of `width` bits at bit `from`, counted from the lowest bit of byte 0. */
function field(bytes: Uint8Array, from: number, width: number): number {
  let value = 0;
  for (let bit = 0; bit < width; bit++)
    value += (Math.floor(bytes[(from + bit) >> 3]! / 2 ** ((from + bit) & 7)) % 2) * 2 ** bit;
  return value;
}

function half(bytes: Uint8Array, at: number): number {
  const fraction = field(bytes, at * 8, 10);
  const exponent = field(bytes, at * 8 + 10, 5);
  const sign = field(bytes, at * 8 + 15, 1) ? -1 : 1;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const signed = (value: number): number => (value > 127 ? value - 256 : value);
/** Nibble of number i of 32: byte i mod 16, low nibble first. */
const nibble = (bytes: Uint8Array, at: number, i: number): number =>
  field(bytes, (at + (i % 16)) * 8 + (i < 16 ? 0 : 4), 4);

/** Low and high part of the 6-bit scales (first 8) and minima (last 8) of Q4_K and Q5_K, by number of the entry. */
function six(bytes: Uint8Array, at: number, entry: number): number {
  const sub = entry % 8;
  const isMinimum = entry >= 8;
  const bit = (byte: number, shift: number, width: number) =>
    field(bytes, (at + byte) * 8 + shift, width);
  if (sub < 4) return bit(isMinimum ? 4 + sub : sub, 0, 6);
  const low = bit(4 + sub, isMinimum ? 4 : 0, 4);
  return low + 16 * bit(isMinimum ? sub : sub - 4, 6, 2);
}

const codes = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

export const naive: {readonly [T in BlockType]: (block: Uint8Array, i: number) => number} = {
  q8_0: (b, i) => half(b, 0) * signed(b[2 + i]!),
  q4_0: (b, i) => half(b, 0) * (nibble(b, 2, i) - 8),
  q4_1: (b, i) => half(b, 0) * nibble(b, 4, i) + half(b, 2),
  q5_0: (b, i) => half(b, 0) * (nibble(b, 6, i) + 16 * field(b, 16 + i, 1) - 16),
  q5_1: (b, i) => half(b, 0) * (nibble(b, 8, i) + 16 * field(b, 32 + i, 1)) + half(b, 2),
  iq4_nl: (b, i) => half(b, 0) * codes[nibble(b, 2, i)]!,
  q2_k: (b, i) => {
    // 128 numbers share 32 bytes; numbers 32 apart share a byte.
    const q = field(
      b,
      (16 + 32 * Math.floor(i / 128) + (i % 32)) * 8 + 2 * Math.floor((i % 128) / 32),
      2
    );
    const sub = Math.floor(i / 16);
    return half(b, 80) * field(b, sub * 8, 4) * q - half(b, 82) * field(b, sub * 8 + 4, 4);
  },
  q3_k: (b, i) => {
    const q = field(
      b,
      (32 + 32 * Math.floor(i / 128) + (i % 32)) * 8 + 2 * Math.floor((i % 128) / 32),
      2
    );
    const third = field(b, (i % 32) * 8 + Math.floor(i / 32), 1);
    const sub = Math.floor(i / 16);
    const low = field(b, (96 + (sub % 8)) * 8 + (sub < 8 ? 0 : 4), 4);
    const high = field(b, (104 + (sub % 4)) * 8 + 2 * Math.floor(sub / 4), 2);
    return half(b, 108) * (low + 16 * high - 32) * (q + 4 * third - 4);
  },
  q4_k: (b, i) => {
    const sub = Math.floor(i / 32);
    const q = field(b, (16 + 32 * Math.floor(i / 64) + (i % 32)) * 8 + 4 * (sub % 2), 4);
    return half(b, 0) * six(b, 4, sub) * q - half(b, 2) * six(b, 4, sub + 8);
  },
  q5_k: (b, i) => {
    const sub = Math.floor(i / 32);
    const low = field(b, (48 + 32 * Math.floor(i / 64) + (i % 32)) * 8 + 4 * (sub % 2), 4);
    const q = low + 16 * field(b, (16 + (i % 32)) * 8 + sub, 1);
    return half(b, 0) * six(b, 4, sub) * q - half(b, 2) * six(b, 4, sub + 8);
  },
  q6_k: (b, i) => {
    // Of 128 numbers the first 64 are low nibbles of 64 bytes, the others high; the top bits go by 32.
    const within = i % 128;
    const low = field(b, (64 * Math.floor(i / 128) + (within % 64)) * 8 + (within < 64 ? 0 : 4), 4);
    const high = field(
      b,
      (128 + 32 * Math.floor(i / 128) + (i % 32)) * 8 + 2 * Math.floor(within / 32),
      2
    );
    return half(b, 208) * signed(b[192 + Math.floor(i / 16)]!) * (low + 16 * high - 32);
  }
};
