/** Parameters of the views of neurons that a reader can change. */
import type {Knob} from "../view/head.ts";
import type {NeuronFactors} from "./data.ts";

/** Returns a picker of what is offered and what is in use; none where there is no choice. */
export function picker(
  name: string,
  label: string,
  value: string,
  offered: readonly string[] | undefined,
  word: (value: string) => string
): readonly Knob[] {
  if (!value || !offered || offered.length < 2) return [];
  const all = offered.includes(value) ? offered : [value, ...offered];
  return [{name, label, kind: "pick", value, options: all.map((each) => [each, word(each)])}];
}

/** Returns the layers of a result as an attribute says them: "3", "3..4". */
export const layersOf = ({layers}: NeuronFactors): string =>
  layers.length > 1 ? `${layers[0]}..${layers.at(-1)}` : String(layers[0]);

/** Returns the same in words: `layers 3–4`. */
export function layersWord(layers: string): string {
  if (layers === "all") return "all layers";
  const [from, to] = layers.split("..");
  return to === undefined || to === from ? `layer ${from}` : `layers ${from}–${to}`;
}
