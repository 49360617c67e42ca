/** Decoders of plain floats. */
import type {Decoder, Numbers} from "./decoder.ts";
import {decodeBrain, halves} from "./half.ts";
import type {FloatType} from "./weights.ts";

type Words = Float64Array | Float32Array | Uint16Array;

/** Every engine's platform in use is little endian; asked, not assumed. */
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

const floats =
  (
    make: new (buffer: ArrayBufferLike, offset: number, length: number) => Words,
    width: number,
    read: (view: DataView, offset: number) => number,
    copy: (words: Words, out: Numbers, start: number) => void
  ): Decoder =>
  (bytes, at, count, out, start) => {
    const offset = bytes.byteOffset + at;
    if (littleEndian && offset % width === 0) {
      copy(new make(bytes.buffer, offset, count), out, start);
      return;
    }
    const view = new DataView(bytes.buffer, offset, count * width);
    for (let i = 0; i < count; i++) out[start + i] = read(view, i * width);
  };

export const floatDecoders: {readonly [T in FloatType]: Decoder} = {
  f64: floats(
    Float64Array,
    8,
    (view, offset) => view.getFloat64(offset, true),
    (words, out, start) => out.set(words, start)
  ),
  f32: floats(
    Float32Array,
    4,
    (view, offset) => view.getFloat32(offset, true),
    (words, out, start) => out.set(words, start)
  ),
  f16: floats(
    Uint16Array,
    2,
    (view, offset) => halves()[view.getUint16(offset, true)]!,
    (words, out, start) => {
      const table = halves();
      for (let i = 0; i < words.length; i++) out[start + i] = table[words[i]!]!;
    }
  ),
  bf16: floats(
    Uint16Array,
    2,
    (view, offset) => decodeBrain(view.getUint16(offset, true)),
    (words, out, start) => {
      for (let i = 0; i < words.length; i++) out[start + i] = decodeBrain(words[i]!);
    }
  )
};
