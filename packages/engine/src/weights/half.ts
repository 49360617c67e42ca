/** Half-precision numbers, decoded once each: a look-up is several times faster than arithmetic. */

let table: Float32Array | undefined;

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

/** Returns the values of all 65536 halves, by their bits. */
export function halves(): Float32Array {
  return (table ??= Float32Array.from({length: 65536}, (_, half) => decodeHalf(half)));
}

/** Returns the value of 16 bits read as bfloat16: the upper half of a float32. */
export function decodeBrain(brain: number): number {
  bits[0] = brain << 16;
  return single[0]!;
}
