import {weightBytes, type WeightTensor, type WeightType} from "./weights.ts";

type Reader = (view: DataView, offset: number) => number;

/** Every half-precision number as float32, decoded once: a look-up is several times faster than arithmetic. */
let halves: Float32Array | undefined;

const bits = new Uint32Array(1);
const single = new Float32Array(bits.buffer);

/** Returns the value of 16 bits read as IEEE binary16, subnormals, infinities and NaN included. */
function decodeHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** Returns the value of 16 bits read as bfloat16: the upper half of a float32. */
function decodeBrain(brain: number): number {
  bits[0] = brain << 16;
  return single[0]!;
}

function halfTable(): Float32Array {
  return (halves ??= Float32Array.from({length: 65536}, (_, half) => decodeHalf(half)));
}

const readers: {readonly [T in WeightType]: () => Reader} = {
  f64: () => (view, offset) => view.getFloat64(offset, true),
  f32: () => (view, offset) => view.getFloat32(offset, true),
  f16: () => {
    const table = halfTable();
    return (view, offset) => table[view.getUint16(offset, true)]!;
  },
  bf16: () => (view, offset) => decodeBrain(view.getUint16(offset, true))
};

function fill<A extends Float64Array | Float32Array>(tensor: WeightTensor, out: A): A {
  const {bytes, dtype} = tensor;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readers[dtype]();
  const step = weightBytes[dtype];
  for (let i = 0; i < out.length; i++) out[i] = read(view, i * step);
  return out;
}

/** Returns the tensor's numbers in float64; f16, bf16 and f32 are represented exactly. */
export function toFloat64(tensor: WeightTensor): Float64Array {
  return fill(tensor, new Float64Array(tensor.bytes.byteLength / weightBytes[tensor.dtype]));
}

/** Returns the tensor's numbers in float32; f16 and bf16 are represented exactly, f64 is rounded. */
export function toFloat32(tensor: WeightTensor): Float32Array {
  return fill(tensor, new Float32Array(tensor.bytes.byteLength / weightBytes[tensor.dtype]));
}
