/** Labels that only memory can tell: what a probe reaches on them is its own doing, not the model's. */
import {InputError} from "../errors.ts";

/**
 * Returns a control task's label for each example: every type (a word, say) gets one at random, drawn from how often the
 * *labels* occur, and keeps it wherever it stands (Hewitt & Liang 2019, §2). *random* yields numbers in [0, 1).
 *
 * A probe's selectivity is its accuracy on the labels minus that on these (§3). Throws InputError when all examples are
 * of one type, or have one label: then there is nothing to memorise.
 */
export function controlLabels(
  labels: readonly number[],
  types: readonly string[],
  random: () => number
): number[] {
  const kinds = [...new Set(types)];
  if (kinds.length < 2 || new Set(labels).size < 2)
    throw new InputError(
      `control: got ${kinds.length} types with ${new Set(labels).size} labels, expected at least 2 of each; leave control out`
    );
  for (;;) {
    const drawn = new Map(
      kinds.map((kind) => [kind, labels[Math.floor(random() * labels.length)]!])
    );
    // One label for everything would be told without looking.
    if (new Set(drawn.values()).size > 1) return types.map((type) => drawn.get(type)!);
  }
}
