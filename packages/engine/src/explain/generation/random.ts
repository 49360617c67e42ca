/** Returns numbers in [0, 1), always the same for the same seed (sfc32, Doty-Humphrey's PractRand). */
export function randomOf(seed: number): () => number {
  let [a, b, c, count] = [0, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first numbers still look like their seed.
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** Returns a seed for those who give none. */
export const freshSeed = (): number => Math.floor(Math.random() * 2 ** 31);
