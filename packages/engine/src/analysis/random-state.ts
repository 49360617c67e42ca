/** Random numbers as NumPy's RandomState draws them, so that a seed here starts as scikit-learn does from the same. */
import {InputError} from "../errors.ts";

const LENGTH = 624;
const AHEAD = 397;

/** The Mersenne Twister (Matsumoto & Nishimura 1998), with doubles and normal numbers as `numpy.random.RandomState`. */
export class RandomState {
  readonly #words = new Uint32Array(LENGTH);
  #at = LENGTH;
  #kept: number | null = null;

  /** Throws InputError unless the seed is a whole number from 0 to 2³² − 1. */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff)
      throw new InputError(`seed: got ${seed}, expected a whole number from 0 to 4294967295`);
    const words = this.#words;
    words[0] = seed;
    for (let at = 1; at < LENGTH; at++) {
      const before = words[at - 1]! ^ (words[at - 1]! >>> 30);
      words[at] = Math.imul(1_812_433_253, before) + at;
    }
  }

  #turn(): void {
    const words = this.#words;
    for (let at = 0; at < LENGTH; at++) {
      const joined = (words[at]! & 0x8000_0000) | (words[(at + 1) % LENGTH]! & 0x7fff_ffff);
      words[at] =
        words[(at + AHEAD) % LENGTH]! ^ (joined >>> 1) ^ ((joined & 1) === 0 ? 0 : 0x9908_b0df);
    }
    this.#at = 0;
  }

  /** Returns 32 random bits. */
  #word(): number {
    if (this.#at === LENGTH) this.#turn();
    let word = this.#words[this.#at++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c_5680;
    word ^= (word << 15) & 0xefc6_0000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** Returns a number of [0, 1), with 53 random bits. */
  uniform(): number {
    const high = this.#word() >>> 5;
    return (high * 2 ** 26 + (this.#word() >>> 6)) / 2 ** 53;
  }

  /** Returns a number of the standard normal distribution (Marsaglia's polar method, two at a time). */
  normal(): number {
    if (this.#kept !== null) {
      const kept = this.#kept;
      this.#kept = null;
      return kept;
    }
    for (;;) {
      const [a, b] = [2 * this.uniform() - 1, 2 * this.uniform() - 1];
      const square = a * a + b * b;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      this.#kept = factor * a;
      return factor * b;
    }
  }
}
