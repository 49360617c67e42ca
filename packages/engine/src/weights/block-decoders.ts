/**
 * Decoders of ggml's blocks of 32: a half-precision scale d (and a minimum m), then the quantised numbers q.
 * Nibbles: the low ones are numbers 0 to 15, the high ones 16 to 31.
 */
import type {Decoder} from "./decoder.ts";
import {halves} from "./half.ts";
import {weightLayouts, type BlockType} from "./weights.ts";

type SmallBlock = Exclude<BlockType, `${string}_k`>;

/** What the sixteen codes of IQ4_NL stand for, in units of the scale. */
const uneven = Int8Array.of(
  -127,
  -104,
  -83,
  -65,
  -49,
  -35,
  -22,
  -10,
  1,
  13,
  25,
  38,
  53,
  69,
  89,
  113
);

const q8_0: Decoder = (bytes, at, count, out, start) => {
  const half = halves();
  for (let block = 0; block < count; block++, at += 34) {
    const d = half[bytes[at]! | (bytes[at + 1]! << 8)]!;
    for (let i = 0; i < 32; i++) out[start++] = d * ((bytes[at + 2 + i]! << 24) >> 24);
  }
};

/** q − 8. */
const q4_0: Decoder = (bytes, at, count, out, start) => {
  const half = halves();
  for (let block = 0; block < count; block++, at += 18, start += 32) {
    const d = half[bytes[at]! | (bytes[at + 1]! << 8)]!;
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 2 + i]!;
      out[start + i] = d * ((pair & 15) - 8);
      out[start + i + 16] = d * ((pair >> 4) - 8);
    }
  }
};

const q4_1: Decoder = (bytes, at, count, out, start) => {
  const half = halves();
  for (let block = 0; block < count; block++, at += 20, start += 32) {
    const d = half[bytes[at]! | (bytes[at + 1]! << 8)]!;
    const m = half[bytes[at + 2]! | (bytes[at + 3]! << 8)]!;
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 4 + i]!;
      out[start + i] = d * (pair & 15) + m;
      out[start + i + 16] = d * (pair >> 4) + m;
    }
  }
};

const word = (bytes: Uint8Array, at: number): number =>
  bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);

/** q − 16; the fifth bits lie apart, one word with bit i for number i. */
const q5_0: Decoder = (bytes, at, count, out, start) => {
  const half = halves();
  for (let block = 0; block < count; block++, at += 22, start += 32) {
    const d = half[bytes[at]! | (bytes[at + 1]! << 8)]!;
    const high = word(bytes, at + 2);
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 6 + i]!;
      out[start + i] = d * (((pair & 15) | (((high >>> i) & 1) << 4)) - 16);
      out[start + i + 16] = d * (((pair >> 4) | (((high >>> (i + 16)) & 1) << 4)) - 16);
    }
  }
};

const q5_1: Decoder = (bytes, at, count, out, start) => {
  const half = halves();
  for (let block = 0; block < count; block++, at += 24, start += 32) {
    const d = half[bytes[at]! | (bytes[at + 1]! << 8)]!;
    const m = half[bytes[at + 2]! | (bytes[at + 3]! << 8)]!;
    const high = word(bytes, at + 4);
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 8 + i]!;
      out[start + i] = d * ((pair & 15) | (((high >>> i) & 1) << 4)) + m;
      out[start + i + 16] = d * ((pair >> 4) | (((high >>> (i + 16)) & 1) << 4)) + m;
    }
  }
};

const iq4_nl: Decoder = (bytes, at, count, out, start) => {
  const half = halves();
  const {bytes: size} = weightLayouts.iq4_nl;
  for (let block = 0; block < count; block++, at += size, start += 32) {
    const d = half[bytes[at]! | (bytes[at + 1]! << 8)]!;
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 2 + i]!;
      out[start + i] = d * uneven[pair & 15]!;
      out[start + i + 16] = d * uneven[pair >> 4]!;
    }
  }
};

export const blockDecoders: {readonly [T in SmallBlock]: Decoder} = {
  q8_0,
  q4_0,
  q4_1,
  q5_0,
  q5_1,
  iq4_nl
};
