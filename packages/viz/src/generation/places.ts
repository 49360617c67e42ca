/** Which produced token stands where in the text. */
import type {Generation} from "./data.ts";

/** Whether produced tokens fill masks of the text, instead of following it. */
export const fillsMasks = ({tokens, steps}: Pick<Generation, "tokens" | "steps">): boolean =>
  steps.length > 0 &&
  steps.every(({position}) => {
    const token = tokens[position];
    return token?.special && /mask/i.test(token.text ?? "");
  });

/** Whether produced tokens answer a text that an encoder has read: their positions are a decoder's own. */
export const answers = (data: Pick<Generation, "tokens" | "steps">): boolean =>
  !fillsMasks(data) && (data.steps[0]?.position ?? data.tokens.length) < data.tokens.length - 1;

/** Returns the position of a produced token in the text. */
export const positionOfStep = (data: Generation, step: number): number =>
  fillsMasks(data) ? data.steps[step]!.position : data.tokens.length + step;

/** Returns which produced token stands at a position; −1 where there is none. */
export const stepAt = (data: Generation, position: number | null | undefined): number =>
  typeof position === "number"
    ? data.steps.findIndex((_, step) => positionOfStep(data, step) === position)
    : -1;

/** Returns the produced token that is looked at unless the reader picks one: the first that is a word. */
export const firstStep = ({steps}: Pick<Generation, "steps">): number =>
  Math.max(
    0,
    steps.findIndex(({token: {special, text}}) => !special && (text === null || text.trim() !== ""))
  );
