/**
 * ggml's blocks of quantised numbers in WGSL: a number is scale · q + offset, and scale and offset are the same for
 * neighbours. What a block holds is described beside its decoder in weights/block-decoders.ts and
 * weights/super-block-decoders.ts; when it is uploaded it is padded to whole words, so that four neighbours are
 * always four bytes of one word.
 */
import {weightLayouts} from "../../../weights/weights.ts";
import type {BlockType} from "../../../weights/weights.ts";

interface BlockText {
  /** How many neighbours have one scale. */
  readonly run: 16 | 32;
  /** Bytes before the padding; the block's own length where the padding is at its end. */
  readonly head: number;
  /** Statements that return scale and offset of number `i`; `at` is the block's first byte. */
  readonly scale: string;
  /** Statements that return q of the numbers `i` to `i + 3`, as vec4<f32>; `i` is a multiple of 4. */
  readonly four: string;
}

/** Bytes of a block on the GPU. */
export const paddedBytes = (type: BlockType): number =>
  Math.ceil(weightLayouts[type].bytes / 4) * 4;

const nibbles = (first: number): string =>
  `let low = (WORD(at + ${first}u + (i & 15u)) >> ((i & 16u) >> 2u)) & 0x0f0f0f0fu;`;
/** Four fifth bits, each above the nibble of its byte. */
const fifths = `let high = WORD(at + 4u) >> i;
  let fifth = vec4<u32>(high << 4u, high << 3u, high << 2u, high << 1u) & vec4<u32>(16u);`;
const plain = "return vec2<f32>(HALF(WORD(at)), 0.0);";
const minimum = "let both = WORD(at); return vec2<f32>(HALF(both), HALF(both >> 16u));";

/** The 6-bit scale and minimum of a sub-block of Q4_K or Q5_K. */
const sixBits = `let sub = i >> 5u;
  let shift = (sub & 3u) * 8u;
  let first = WORD(at + 4u) >> shift;
  let second = WORD(at + 8u) >> shift;
  let third = WORD(at + 12u) >> shift;
  let s = select(first & 63u, (third & 15u) | ((first >> 2u) & 48u), sub >= 4u);
  let m = select(second & 63u, ((third >> 4u) & 15u) | ((second >> 2u) & 48u), sub >= 4u);
  let both = WORD(at);
  return vec2<f32>(HALF(both) * f32(s), -HALF(both >> 16u) * f32(m));`;
const kNibbles = (first: number): string => `let sub = i >> 5u;
  let low = (WORD(at + ${first}u + 32u * (sub >> 1u) + (i & 31u)) >> (4u * (sub & 1u))) & 0x0f0f0f0fu;`;
const twoBits = (first: number): string => `let sub = i >> 4u;
  let low = (WORD(at + ${first}u + 32u * (sub >> 3u) + 16u * (sub & 1u) + (i & 15u)) >> (sub & 6u)) & 0x03030303u;`;
const atEnd = (type: BlockType): number => weightLayouts[type].bytes;

const texts: {readonly [T in BlockType]: BlockText} = {
  q8_0: {
    run: 32,
    head: 2,
    scale: plain,
    four: `let word = bitcast<i32>(WORD(at + 4u + i));
  return vec4<f32>((vec4<i32>(word) << vec4<u32>(24u, 16u, 8u, 0u)) >> vec4<u32>(24u));`
  },
  q4_0: {
    run: 32,
    head: 2,
    scale: plain,
    four: `${nibbles(4)} return vec4<f32>(BYTES(low)) - 8.0;`
  },
  q4_1: {
    run: 32,
    head: atEnd("q4_1"),
    scale: minimum,
    four: `${nibbles(4)} return vec4<f32>(BYTES(low));`
  },
  q5_0: {
    run: 32,
    head: 2,
    scale: plain,
    four: `${nibbles(8)} ${fifths} return vec4<f32>(BYTES(low) | fifth) - 16.0;`
  },
  q5_1: {
    run: 32,
    head: atEnd("q5_1"),
    scale: minimum,
    four: `${nibbles(8)} ${fifths} return vec4<f32>(BYTES(low) | fifth);`
  },
  iq4_nl: {
    run: 32,
    head: 2,
    scale: plain,
    four: `${nibbles(4)}
  var uneven = array<f32, 16>(-127.0, -104.0, -83.0, -65.0, -49.0, -35.0, -22.0, -10.0, 1.0, 13.0, 25.0, 38.0, 53.0, 69.0, 89.0, 113.0);
  let code = BYTES(low);
  return vec4<f32>(uneven[code.x], uneven[code.y], uneven[code.z], uneven[code.w]);`
  },
  q2_k: {
    run: 16,
    head: atEnd("q2_k"),
    scale: `let scales = BYTE(at + (i >> 4u));
  let both = WORD(at + 80u);
  return vec2<f32>(HALF(both) * f32(scales & 15u), -HALF(both >> 16u) * f32(scales >> 4u));`,
    four: `${twoBits(16)} return vec4<f32>(BYTES(low));`
  },
  q3_k: {
    run: 16,
    head: atEnd("q3_k"),
    scale: `let sub = i >> 4u;
  let low = (BYTE(at + 96u + (sub & 7u)) >> select(0u, 4u, sub >= 8u)) & 15u;
  let high = (BYTE(at + 104u + (sub & 3u)) >> (2u * (sub >> 2u))) & 3u;
  return vec2<f32>(HALF(WORD(at + 108u)) * (f32(low | (high << 4u)) - 32.0), 0.0);`,
    four: `${twoBits(32)}
  let third = (WORD(at + 16u * (sub & 1u) + (i & 15u)) >> (sub >> 1u)) & 0x01010101u;
  return vec4<f32>(BYTES(low | (third << 2u))) - 4.0;`
  },
  q4_k: {
    run: 32,
    head: atEnd("q4_k"),
    scale: sixBits,
    four: `${kNibbles(16)} return vec4<f32>(BYTES(low));`
  },
  q5_k: {
    run: 32,
    head: atEnd("q5_k"),
    scale: sixBits,
    four: `${kNibbles(48)}
  let fifth = (WORD(at + 16u + (i & 31u)) >> sub) & 0x01010101u;
  return vec4<f32>(BYTES(low | (fifth << 4u)));`
  },
  q6_k: {
    run: 16,
    head: atEnd("q6_k"),
    scale:
      "return vec2<f32>(HALF(WORD(at + 208u)) * f32(i32(BYTE(at + 192u + (i >> 4u)) << 24u) >> 24u), 0.0);",
    four: `let half = i >> 7u;
  let quarter = (i >> 5u) & 3u;
  let low = (WORD(at + 64u * half + 32u * (quarter & 1u) + (i & 31u)) >> (4u * (quarter >> 1u))) & 0x0f0f0f0fu;
  let high = (WORD(at + 128u + 32u * half + (i & 31u)) >> (2u * quarter)) & 0x03030303u;
  return vec4<f32>(BYTES(low | (high << 4u))) - 32.0;`
  }
};

/** Returns how many neighbours, from a multiple of it, have one scale. */
export const runOf = (type: BlockType): number => texts[type].run;

/** Scales below half precision's normal numbers stay what they are, on GPUs too that flush those to 0. */
export const sharedBlockTexts = `fn ecco_scale(word: u32) -> f32 {
  if ((word & 0x7c00u) != 0u) { return unpack2x16float(word & 0xffffu).x; }
  return select(1.0, -1.0, (word & 0x8000u) != 0u) * f32(word & 0x3ffu) * 5.9604644775390625e-8;
}
fn ecco_bytes(word: u32) -> vec4<u32> { return (vec4<u32>(word) >> vec4<u32>(0u, 8u, 16u, 24u)) & vec4<u32>(255u); }`;

/**
 * Returns functions that read a buffer of blocks: `NAME_scale(n)`, scale and offset of a number; `NAME_four(n, s)`,
 * four neighbours from a multiple of 4, given these; `NAME_at(n)`, one number. `word` returns WGSL for a word of the
 * buffer.
 */
export function blockTexts(type: BlockType, name: string, word: (at: string) => string): string {
  const {numbers} = weightLayouts[type];
  const {scale, four} = texts[type];
  const named = (text: string): string =>
    text
      .replaceAll("BYTES", "ecco_bytes")
      .replaceAll("BYTE", `${name}_byte`)
      .replaceAll("WORD", `${name}_block`)
      .replaceAll("HALF", "ecco_scale");
  const place = `let at = (n / ${numbers}u) * ${paddedBytes(type)}u; let i = n % ${numbers}u;`;
  return `fn ${name}_block(at: u32) -> u32 { return ${word("(at >> 2u)")}; }
fn ${name}_byte(at: u32) -> u32 { return (${word("(at >> 2u)")} >> ((at & 3u) * 8u)) & 255u; }
fn ${name}_scale(n: u32) -> vec2<f32> { ${place}
  ${named(scale)} }
fn ${name}_q(n: u32) -> vec4<f32> { ${place}
  ${named(four)} }
fn ${name}_four(n: u32, s: vec2<f32>) -> vec4<f32> { return s.x * ${name}_q(n) + s.y; }
fn ${name}_at(n: u32) -> f32 { let s = ${name}_scale(n); return s.x * ${name}_q(n & 0xfffffffcu)[n & 3u] + s.y; }`;
}

/** Returns blocks as they are uploaded: each padded to whole words, behind the scale where the numbers follow it. */
export function padBlocks(type: BlockType, bytes: Uint8Array): Uint8Array {
  const size = weightLayouts[type].bytes;
  const padded = paddedBytes(type);
  if (size === padded) return bytes;
  // All blocks are of whole half words.
  const {buffer, byteOffset, length} = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  const halves = new Uint16Array(buffer, byteOffset, length / 2);
  const made = new Uint16Array((halves.length / size) * padded);
  const head = texts[type].head / 2;
  for (let from = 0, to = 0; from < halves.length; to += padded / 2) {
    for (let at = 0; at < head; at++) made[to + at] = halves[from++]!;
    for (let at = head + 1; at < padded / 2; at++) made[to + at] = halves[from++]!;
  }
  return new Uint8Array(made.buffer);
}
