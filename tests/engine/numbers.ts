/** What the reference implementations' values look like, and how far from them a result is. */

export interface Numbers {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** Returns the largest difference, relative to the expected array's largest value unless `absolute`. */
export function difference(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  absolute: boolean = false
): number {
  if (got.length !== expected.length) return Infinity;
  let top = 0;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    top = Math.max(top, Math.abs(expected[i]!));
    const gap = Math.abs(got[i]! - expected[i]!);
    worst = Number.isNaN(gap) ? Infinity : Math.max(worst, gap);
  }
  return absolute || top === 0 ? worst : worst / top;
}

/** One `architectures/<name>/expected.json`. */
export interface Expected {
  readonly kind: string;
  readonly input_ids: readonly number[];
  readonly decoder_input_ids?: readonly number[];
  readonly token_type_ids?: readonly number[];
  readonly target: {readonly id: number; readonly position: number; readonly logit: number};
  readonly greedy?: readonly number[];
  readonly batch: {
    readonly input_ids: readonly (readonly number[])[];
    readonly attention_mask: readonly (readonly number[])[];
    readonly decoder_input_ids?: readonly (readonly number[])[];
    readonly token_type_ids?: readonly (readonly number[])[];
  };
  readonly arrays: Readonly<Record<string, readonly number[]>>;
}
