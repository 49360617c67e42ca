/** numpy's legacy generator (MT19937, polar Gauss), whose first numbers a recorded value was made of. */

/** Returns what `RandomState(seed).randn` yields, one by one. */
export function randn(seed: number): () => number {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let at = 1; at < 624; at++)
    state[at] = Math.imul(1812433253, state[at - 1]! ^ (state[at - 1]! >>> 30)) + at;
  let place = 624;
  const word = (): number => {
    if (place === 624) {
      for (let at = 0; at < 624; at++) {
        const mixed = (state[at]! & 0x80000000) | (state[(at + 1) % 624]! & 0x7fffffff);
        state[at] = state[(at + 397) % 624]! ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
      }
      place = 0;
    }
    let y = state[place++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  const uniform = (): number => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;
  let kept: number | null = null;
  return () => {
    if (kept !== null) {
      const value = kept;
      kept = null;
      return value;
    }
    for (;;) {
      const [one, other] = [2 * uniform() - 1, 2 * uniform() - 1];
      const square = one * one + other * other;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      kept = scale * one;
      return scale * other;
    }
  };
}
