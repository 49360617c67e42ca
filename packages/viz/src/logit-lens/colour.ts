/** What a cell of the lens can be shaded by. */
import type {Scale} from "../bins.ts";
import type {LensGrid, LensLayer} from "../data.ts";
import {bits, percent, signed, spokenPercent, spokenSigned} from "../format.ts";

/** "probability" of the top token, "entropy" of the distribution, "kl" from it to the last one, or the "contrast". */
export type LensColour = "probability" | "entropy" | "kl" | "contrast";

interface Colouring {
  /** In a picker. */
  readonly word: string;
  readonly scale: Scale;
  readonly value: (cell: LensLayer) => number | null | undefined;
  /** As it is written, and as it is said. */
  readonly figure: (value: number | null | undefined) => string;
  readonly spoken: (value: number) => string;
  /** The end of the scale; the largest of all cells without it. */
  readonly top?: number;
}

/** Returns how many decimals a contrast has in its cell. */
export const contrastDigits = (value: number): number => (Math.abs(value) < 0.05 ? 2 : 1);

export const colourings: {readonly [C in LensColour]: Colouring} = {
  probability: {
    word: "probability",
    scale: "sequential",
    value: ({top}) => top[0]?.probability,
    figure: percent,
    spoken: spokenPercent,
    top: 1
  },
  entropy: {
    word: "entropy",
    scale: "sequential",
    value: ({entropy}) => entropy,
    figure: bits,
    spoken: (value) => `entropy ${bits(value)}`
  },
  kl: {
    word: "distance to the end",
    scale: "sequential",
    value: ({kl}) => kl,
    figure: bits,
    spoken: (value) => `${bits(value)} to the end`
  },
  contrast: {
    word: "contrast",
    scale: "diverging",
    value: ({contrast}) => contrast,
    figure: (value) => signed(value),
    spoken: (value) => spokenSigned(value, contrastDigits(value))
  }
};

const names = Object.keys(colourings) as LensColour[];

/** Returns what a grid can be shaded by: what its cells hold. */
export function coloursOf({cells, contrast}: LensGrid): readonly LensColour[] {
  const first = cells[0]?.[0];
  return names.filter((name) => {
    if (name === "contrast") return Boolean(contrast);
    return name === "probability" || (first && colourings[name].value(first) !== undefined);
  });
}

/** Returns the colour asked for where the grid has it; else the contrast of one that was made for it, else probability. */
export function chosenColour(grid: LensGrid, asked: string | undefined): LensColour {
  const known = coloursOf(grid);
  return known.find((colour) => colour === asked) ?? (grid.contrast ? "contrast" : "probability");
}
