/** Which produced token stands where in the text. */
import type {Generation} from "./data.ts";

/** Asked at every step, and answered by all of them. */
const known = new WeakMap<Generation["steps"], {readonly tokens: unknown; readonly is: boolean}>();

/** Whether produced tokens fill masks of the text, instead of following it. */
export function fillsMasks({tokens, steps}: Pick<Generation, "tokens" | "steps">): boolean {
  const before = known.get(steps);
  if (before?.tokens === tokens) return before.is;
  const is =
    steps.length > 0 &&
    steps.every(({position}) => {
      const token = tokens[position];
      return token?.special && /mask/i.test(token.text ?? "");
    });
  known.set(steps, {tokens, is});
  return is;
}

/** Whether produced tokens answer a text that an encoder has read: their positions are a decoder's own. */
export const answers = (data: Pick<Generation, "tokens" | "steps">): boolean =>
  !fillsMasks(data) && (data.steps[0]?.position ?? data.tokens.length) < data.tokens.length - 1;

/** Returns the position of a produced token in the text. */
export const positionOfStep = (data: Generation, step: number): number =>
  fillsMasks(data) ? data.steps[step]!.position : data.tokens.length + step;

/** Returns which produced token stands at a position; −1 where there is none. */
export function stepAt(data: Generation, position: number | null | undefined): number {
  if (typeof position !== "number") return -1;
  const {tokens, steps} = data;
  if (fillsMasks(data)) return steps.findIndex((step) => step.position === position);
  const step = position - tokens.length;
  return step in steps ? step : -1;
}

/** Returns the produced token that is looked at unless the reader picks one: the first that is a word. */
export const firstStep = ({steps}: Pick<Generation, "steps">): number =>
  Math.max(
    0,
    steps.findIndex(({token: {special, text}}) => !special && (text === null || text.trim() !== ""))
  );
