import type {Knob} from "./head.ts";

export interface PickOptions {
  /** The attribute it sets. */
  readonly name: string;
  /** What it is called. */
  readonly label: string;
  /** What is chosen, or what the data are of. */
  readonly value: string | null | undefined;
  /** What can be chosen; without a choice only the word of the value is shown. */
  readonly offered: readonly string[] | undefined;
  readonly word: (value: string) => string;
  /** Shows nothing where there is nothing to choose. */
  readonly quiet?: boolean;
}

/** Returns the picker of a parameter; none while there is no value. */
export function pickKnob({
  name,
  label,
  value,
  offered = [],
  word,
  quiet
}: PickOptions): readonly Knob[] {
  if (!value || (quiet && offered.length < 2)) return [];
  const values = offered.includes(value) ? offered : [value];
  return [{name, label, kind: "pick", value, options: values.map((one) => [one, word(one)])}];
}
