/** Counts the bytes of several files that come at once, of which hosts say more or less how many there are. */

/** Files that weigh something: how long the others are may stay unknown until they are here. */
export const isHeavy = (name: string): boolean =>
  /\.(?:safetensors|gguf|wasm|onnx(?:_data\w*)?)$/i.test(name);

/** What is known of a file's length, in bytes; null where it is not. */
export interface KnownLength {
  readonly name: string;
  /** The true one. */
  readonly size: number | null;
  /** As announced, which may be wrong. */
  readonly expected?: number | null | undefined;
}

/** Returns the bytes of several files, the announced ones among them; null where what weighs something is not known. */
export function bytesOfAll(files: readonly KnownLength[]): number | null {
  let sum = 0;
  for (const {name, size, expected} of files) {
    const known = size ?? expected ?? null;
    if (known === null && isHeavy(name)) return null;
    sum += known ?? 0;
  }
  return sum;
}

/** One file of a tally. */
export interface Counted {
  /** So many more bytes came; *whole*: how many there are in all, where that is known by now. */
  came(bytes: number, whole?: number | null): void;
  /** So many are here now. */
  at(loaded: number): void;
  /** This was all of it. */
  done(): void;
}

interface Counting {
  readonly file: KnownLength;
  loaded: number;
  whole: number | null;
}

export class Tally {
  readonly #counted: Counting[] = [];
  readonly #tell: ((loaded: number, total: number | null) => void) | undefined;

  /** *tell* is called with the bytes so far and in all (null while that is not known) whenever some came. */
  constructor(tell?: (loaded: number, total: number | null) => void) {
    this.#tell = tell;
  }

  get loaded(): number {
    return this.#counted.reduce((sum, {loaded}) => sum + loaded, 0);
  }

  /** Never less than what is here. */
  get total(): number | null {
    return bytesOfAll(
      this.#counted.map(({file: {name, expected = null}, loaded, whole}) => ({
        name,
        size: whole === null ? null : Math.max(whole, loaded),
        // What is passed by was not the length.
        expected: expected !== null && loaded <= expected ? expected : isHeavy(name) ? null : loaded
      }))
    );
  }

  /** Adds a file of which nothing has come yet. */
  add(file: KnownLength): Counted {
    const counting: Counting = {file, loaded: 0, whole: file.size};
    this.#counted.push(counting);
    const tell = (): void => this.#tell?.(this.loaded, this.total);
    return {
      came: (bytes, whole = null) => {
        counting.loaded += bytes;
        counting.whole ??= whole;
        tell();
      },
      at: (loaded) => {
        counting.loaded = loaded;
        tell();
      },
      done: () => {
        if (counting.whole === counting.loaded) return;
        counting.whole = counting.loaded;
        tell();
      }
    };
  }
}
