import {count, decimal} from "../format.ts";
import {tokenText} from "../token/label.ts";
import type {Fact} from "../view/foot.ts";
import type {Generation} from "./data.ts";
import {fillsMasks} from "./places.ts";

const ends: {
  readonly [R in NonNullable<Generation["stopped"]>["reason"]]: (
    text: string | undefined,
    length: number
  ) => string;
} = {
  end: () => "at its end token",
  stop: (text = "") => `at the stop text ${tokenText({id: -1, text}, "dot")}`,
  length: (_text, length) => `at ${count(length)} tokens, as many as asked for`,
  context: () => "where the model has no room for more"
};

/** Returns how many texts beam search kept at a time. */
const beamsOf = (tree: NonNullable<Generation["tree"]>): number => {
  const kept = new Map<number, number>();
  for (const {step, kept: stays, finished} of tree)
    if (stays && !finished) kept.set(step, (kept.get(step) ?? 0) + 1);
  return Math.max(0, ...kept.values());
};

/** Returns why a text is over, what its draws followed from, and how much it surprised the model. */
export function generationFacts(data: Generation): readonly Fact[] {
  const {steps, stopped, seed, tree} = data;
  const inside = fillsMasks(data);
  const surprise =
    steps.reduce((sum, {probability}) => sum - Math.log2(probability), 0) / steps.length;
  return [
    ...(stopped && !inside
      ? [{name: "ends", value: ends[stopped.reason](stopped.text, steps.length)}]
      : []),
    ...(typeof seed === "number" ? [{name: "drawn with seed", value: String(seed)}] : []),
    ...(tree
      ? [
          {name: "beams", value: count(beamsOf(tree))},
          {name: "looked at", value: `${count(tree.length)} tokens`}
        ]
      : []),
    ...(steps.length ? [{name: "surprise", value: `${decimal(surprise)}\u00a0bits a token`}] : [])
  ];
}
