/** Whether a map of a logit says the opposite of what happened to the probability. */
import type {AttributionMethod} from "./results.ts";

/** Methods that follow what tokens hand on, whatever the target. */
const untargeted: ReadonlySet<AttributionMethod> = new Set<AttributionMethod>([
  "attention-rollout",
  "attention-flow",
  "value-zeroing"
]);

/** Says of a method that does not read the target that its map is the same for each; null of the others. */
export const untargetedNote = (method: AttributionMethod): string | null =>
  untargeted.has(method)
    ? `${method} does not read the target: for any other target or foil at this position the map is the same`
    : null;

/** Methods whose scores have no sign. */
const unsigned: ReadonlySet<AttributionMethod> = new Set<AttributionMethod>([
  "saliency",
  "gradient-attention",
  ...untargeted
]);

export const isSigned = (method: AttributionMethod): boolean => !unsigned.has(method);

/** Scores below this share of the largest have no sign worth telling. */
const SMALL = 0.01;

const signsOf = (scores: readonly number[]): number[] => {
  const largest = scores.reduce((most, score) => Math.max(most, Math.abs(score)), 0);
  return scores.map((score) => (Math.abs(score) < SMALL * largest ? 0 : Math.sign(score)));
};

/** Returns what is to be said of a map of a logit, given the map of the log-probability; null where their signs agree. */
export function signNote(ofLogit: readonly number[], ofLogprob: readonly number[]): string | null {
  const other = signsOf(ofLogprob);
  const turned = signsOf(ofLogit).filter((sign, token) => sign * other[token]! < 0).length;
  return turned === 0
    ? null
    : `${turned} of ${ofLogit.length} tokens have the opposite sign in the map of the log-probability: a token can move all logits alike, which changes no probability; to see what made the target likelier, ask for of "logprob"`;
}
