/** Where decoded numbers go. */
export type Numbers = Float32Array | Float64Array;

/**
 * Writes the numbers of `count` blocks, which lie at byte `at`, to `out` from `start` on.
 *
 * The arithmetic is float64. A scale has 11 bits and what it multiplies at most 13, so each product is exact even in
 * float32, and a sum is rounded once: stored as float32 it equals what ggml computes in float32, bit for bit.
 */
export type Decoder = (
  bytes: Uint8Array,
  at: number,
  count: number,
  out: Numbers,
  start: number
) => void;
