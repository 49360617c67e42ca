/**
 * ggml's blocks of quantised numbers in WGSL: a number is scale · q + offset, and scale and offset are the same for
 * neighbours. Each block is padded to whole words when it is uploaded; what it holds is described beside its decoder
 * in weights/block-decoders.ts and weights/super-block-decoders.ts.
 */
import {weightLayouts} from "../../../weights/weights.ts";
import type {BlockType} from "../../../weights/weights.ts";

interface BlockText {
  /** Statements before `scale` and `q`; `at` is the block's first byte, `i` the number's place in it. */
  readonly scale: string;
  /** WGSL for q of number `i`, as f32. */
  readonly q: string;
}

/** Bytes of a block on the GPU. */
export const paddedBytes = (type: BlockType): number =>
  Math.ceil(weightLayouts[type].bytes / 4) * 4;

const nibble = (first: number): string => `
  let pair = BYTE(at + ${first}u + (i & 15u));
  let low = select(pair & 15u, pair >> 4u, i >= 16u);`;
const fifth = (first: number): string =>
  `let high = (BYTE(at + ${first}u + (i >> 3u)) >> (i & 7u)) & 1u;`;
const plain = "return vec2<f32>(HALF(at), 0.0);";
const minimum = "return vec2<f32>(HALF(at), HALF(at + 2u));";

/** The 6-bit scale and minimum of a sub-block of Q4_K or Q5_K. */
const sixBits = `
  let sub = i >> 5u;
  let first = BYTE(at + 4u + (sub & 3u));
  let second = BYTE(at + 8u + (sub & 3u));
  let third = BYTE(at + 12u + (sub & 3u));
  let s = select(first & 63u, (third & 15u) | ((first >> 6u) << 4u), sub >= 4u);
  let m = select(second & 63u, (third >> 4u) | ((second >> 6u) << 4u), sub >= 4u);
  return vec2<f32>(HALF(at) * f32(s), -HALF(at + 2u) * f32(m));`;
const kNibble = (first: number): string => `
  let sub = i >> 5u;
  let low = (BYTE(at + ${first}u + 32u * (sub >> 1u) + (i & 31u)) >> (4u * (sub & 1u))) & 15u;`;
const twoBits = (first: number): string => `
  let sub = i >> 4u;
  let low = (BYTE(at + ${first}u + 32u * (sub >> 3u) + 16u * (sub & 1u) + (i & 15u)) >> (sub & 6u)) & 3u;`;

const texts: {readonly [T in BlockType]: BlockText} = {
  q8_0: {scale: plain, q: "return f32(i32(BYTE(at + 2u + i) << 24u) >> 24u);"},
  q4_0: {scale: plain, q: `${nibble(2)} return f32(low) - 8.0;`},
  q4_1: {scale: minimum, q: `${nibble(4)} return f32(low);`},
  q5_0: {scale: plain, q: `${nibble(6)} ${fifth(2)} return f32(low | (high << 4u)) - 16.0;`},
  q5_1: {scale: minimum, q: `${nibble(8)} ${fifth(4)} return f32(low | (high << 4u));`},
  iq4_nl: {
    scale: plain,
    q: `${nibble(2)}
  var uneven = array<f32, 16>(-127.0, -104.0, -83.0, -65.0, -49.0, -35.0, -22.0, -10.0, 1.0, 13.0, 25.0, 38.0, 53.0, 69.0, 89.0, 113.0);
  return uneven[low];`
  },
  q2_k: {
    scale: `
  let scales = BYTE(at + (i >> 4u));
  return vec2<f32>(HALF(at + 80u) * f32(scales & 15u), -HALF(at + 82u) * f32(scales >> 4u));`,
    q: `${twoBits(16)} return f32(low);`
  },
  q3_k: {
    scale: `
  let sub = i >> 4u;
  let low = (BYTE(at + 96u + (sub & 7u)) >> select(0u, 4u, sub >= 8u)) & 15u;
  let high = (BYTE(at + 104u + (sub & 3u)) >> (2u * (sub >> 2u))) & 3u;
  return vec2<f32>(HALF(at + 108u) * (f32(low | (high << 4u)) - 32.0), 0.0);`,
    q: `${twoBits(32)}
  let third = (BYTE(at + 16u * (sub & 1u) + (i & 15u)) >> (sub >> 1u)) & 1u;
  return f32(low | (third << 2u)) - 4.0;`
  },
  q4_k: {scale: sixBits, q: `${kNibble(16)} return f32(low);`},
  q5_k: {
    scale: sixBits,
    q: `${kNibble(48)}
  let high = (BYTE(at + 16u + (i & 31u)) >> sub) & 1u;
  return f32(low | (high << 4u));`
  },
  q6_k: {
    scale: `
  return vec2<f32>(HALF(at + 208u) * f32(i32(BYTE(at + 192u + (i >> 4u)) << 24u) >> 24u), 0.0);`,
    q: `
  let half = i >> 7u;
  let quarter = (i >> 5u) & 3u;
  let low = (BYTE(at + 64u * half + 32u * (quarter & 1u) + (i & 31u)) >> (4u * (quarter >> 1u))) & 15u;
  let high = (BYTE(at + 128u + 32u * half + (i & 31u)) >> (2u * quarter)) & 3u;
  return f32(low | (high << 4u)) - 32.0;`
  }
};

/**
 * Returns functions that read a buffer of blocks: `NAME_at(i)` one number, `NAME_two(i)` two neighbours of an even
 * place, with one scale. `word` returns WGSL for a word of the buffer.
 */
export function blockTexts(type: BlockType, name: string, word: (at: string) => string): string {
  const {numbers} = weightLayouts[type];
  const {scale, q} = texts[type];
  const named = (text: string): string =>
    text.replaceAll("BYTE", `${name}_byte`).replaceAll("HALF", `${name}_half`);
  const place = `let at = (n / ${numbers}u) * ${paddedBytes(type)}u; let i = n % ${numbers}u;`;
  return `fn ${name}_byte(at: u32) -> u32 { return (${word("(at >> 2u)")} >> ((at & 3u) * 8u)) & 255u; }
fn ${name}_half(at: u32) -> f32 { let v = unpack2x16float(${word("(at >> 2u)")}); return select(v.x, v.y, (at & 2u) != 0u); }
fn ${name}_scale(at: u32, i: u32) -> vec2<f32> { ${named(scale)} }
fn ${name}_q(at: u32, i: u32) -> f32 { ${named(q)} }
fn ${name}_at(n: u32) -> f32 { ${place} let s = ${name}_scale(at, i); return s.x * ${name}_q(at, i) + s.y; }
fn ${name}_two(n: u32) -> vec2<f32> { ${place} let s = ${name}_scale(at, i); return s.x * vec2<f32>(${name}_q(at, i), ${name}_q(at, i + 1u)) + s.y; }`;
}

/** Returns blocks as they are uploaded: each padded to whole words. */
export function padBlocks(type: BlockType, bytes: Uint8Array): Uint8Array {
  const size = weightLayouts[type].bytes;
  const padded = paddedBytes(type);
  if (size === padded) return bytes;
  const made = new Uint8Array((bytes.length / size) * padded);
  for (let from = 0, to = 0; from < bytes.length; from += size, to += padded)
    made.set(bytes.subarray(from, from + size), to);
  return made;
}
