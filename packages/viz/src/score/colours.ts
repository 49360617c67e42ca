/** What tokens of a scored text are coloured by, in steps that are named in the legend. */
import {html} from "lit";
import type {TemplateResult} from "lit";
import {fill} from "../bins.ts";
import {bits, count} from "../format.ts";
import type {TokenScore} from "./data.ts";

/** "surprise" of the token, its "rank", or the "entropy" of what could have stood there. */
export type ScoreColour = "surprise" | "rank" | "entropy";

interface Colouring {
  readonly word: string;
  readonly fill: (score: TokenScore) => string;
  readonly spoken: (score: TokenScore) => string;
  /** Class and range of each step. */
  readonly steps: readonly (readonly [fill: string, range: string])[];
  readonly unit: string;
}

/** Below so many bits: a bit is a probability halved. */
const limits = [1, 2, 4, 8, 12, 16] as const;
const fills = ["", "s1", "s3", "s5", "s7", "s8", "s9"] as const;

/** Returns the class of an amount of bits; none below one bit. */
export function bitsFill(amount: number): string {
  const index = limits.findIndex((limit) => amount < limit);
  return fills[index < 0 ? limits.length : index]!;
}

const bitSteps = fills.map((name, index): readonly [string, string] => [
  name || "z",
  index === 0
    ? `< ${limits[0]}`
    : index === limits.length
      ? `≥ ${limits.at(-1)}`
      : `${limits[index - 1]}–${limits[index]}`
]);

export const colourings: {readonly [C in ScoreColour]: Colouring} = {
  surprise: {
    word: "surprise",
    fill: ({surprise}) => bitsFill(surprise),
    spoken: ({surprise}) => bits(surprise),
    steps: bitSteps,
    unit: "bits"
  },
  rank: {
    word: "rank",
    fill: ({rank}) => fill("rank", rank),
    spoken: ({rank}) => `rank ${count(rank)}`,
    steps: [
      ["r1", "1"],
      ["r2", "2–5"],
      ["r3", "6–20"],
      ["r4", "21–100"],
      ["r5", "101–1000"],
      ["r6", "more"]
    ],
    unit: "rank"
  },
  entropy: {
    word: "entropy",
    fill: ({entropy}) => bitsFill(entropy),
    spoken: ({entropy}) => `entropy ${bits(entropy)}`,
    steps: bitSteps,
    unit: "bits"
  }
};

/** Returns the colour asked for; surprise where it is none. */
export const chosenColour = (asked: string | undefined): ScoreColour =>
  asked !== undefined && Object.hasOwn(colourings, asked) ? (asked as ScoreColour) : "surprise";

/** Draws the legend: every step with its range. */
export const drawSteps = ({steps, unit}: Colouring): TemplateResult =>
  html`<span class="legend steps" part="legend"
    >${steps.map(
      ([name, range]) =>
        html`<span class="step"><i class=${name} aria-hidden="true"></i>${range}</span>`
    )}<span>${unit}</span></span
  >`;
