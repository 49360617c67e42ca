/** What a patched cell says: its share, its value, and what the first order guessed. */
import type {Patching} from "./data.ts";

/** "share" of the difference restored, "values" of the target, or the first-order "approximation" of the share. */
export type PatchVariant = "share" | "values" | "approximation";

export interface PatchCell {
  /** The target with the clean value there. */
  readonly value: number;
  /** 1 is fully restored; null where clean and corrupt are the same. */
  readonly share: number | null;
  /** The first-order guesses of both; null without. */
  readonly guess: number | null;
  readonly guessShare: number | null;
}

/** Returns a cell; undefined where there is none. */
export function cellAt(data: Patching, row: number, column: number): PatchCell | undefined {
  const {values, recovered, approximation, clean, corrupt} = data;
  const value = values[row]?.[column];
  if (value === undefined) return undefined;
  const guess = approximation?.[row]?.[column] ?? null;
  return {
    value,
    share: recovered?.[row]?.[column] ?? null,
    guess,
    guessShare: guess === null || clean === corrupt ? null : (guess - corrupt) / (clean - corrupt)
  };
}

/** Returns what can be drawn: no shares where there is nothing to restore, no guesses where none were made. */
export function variantsOf({recovered, approximation}: Patching): readonly PatchVariant[] {
  return [
    ...(recovered ? (["share"] as const) : []),
    "values",
    ...(recovered && approximation ? (["approximation"] as const) : [])
  ];
}

/** Returns how far values go from the corrupt run's. */
export function spanOf({values, clean, corrupt}: Patching): number {
  const away = values.flat().map((value) => Math.abs(value - corrupt));
  return Math.max(Math.abs(clean - corrupt), ...(clean === corrupt ? away : [0]));
}

/** Returns the place of the largest share (or change) of all. */
export function strongest(data: Patching): {readonly row: number; readonly column: number} {
  let best = {row: 0, column: 0};
  let size = -1;
  for (const [row, cells] of data.values.entries())
    for (const [column, value] of cells.entries())
      if (Math.abs(value - data.corrupt) > size) {
        size = Math.abs(value - data.corrupt);
        best = {row, column};
      }
  return best;
}
