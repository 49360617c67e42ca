/** Which states a lens reads, and how: checked. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import {InputError, UnsupportedError} from "../../errors.ts";
import type {Node} from "../../graph/node.ts";
import {placesOf} from "../causal/places.ts";
import {headless} from "../questions.ts";
import type {LensMode, LensPart, LensReadingOptions, LensStack} from "./options.ts";
import {checkedTranslators} from "./translators.ts";
import type {Translation} from "./translators.ts";

export type Layer = number | "embedding";

export interface Reading {
  readonly mode: LensMode;
  readonly part: LensPart;
  readonly stack: LensStack;
  /** Inner layers bare, the last as the output. */
  readonly ecco: boolean;
  readonly translation: Translation | null;
  readonly layers: readonly Layer[];
  /** [B, T or S, C], one per layer. */
  readonly states: readonly Node[];
  /** The last state of the stack: what the final norm is made for. */
  readonly last: Node;
}

const modes: readonly LensMode[] = ["norm", "raw", "frozen", "tuned", "jacobian"];
const parts: readonly LensPart[] = ["residual", "attention", "mlp"];

function among<T extends string>(what: string, value: T, all: readonly T[]): T {
  if (all.includes(value)) return value;
  throw new InputError(`unknown lens ${what}: ${String(value)}; one of ${all.join(", ")}`);
}

/** Returns what is read. Throws InputError where options contradict each other or the model. */
export function readingOf(graph: ModelGraph, options: LensReadingOptions): Reading {
  if (graph.kind === "encoder") throw headless(graph, "so a lens has nothing to read through");
  if (!graph.head)
    throw new UnsupportedError(
      "this model classifies: it has no head over a vocabulary for a lens to read through"
    );
  const {translators, compat, stack = "decoder"} = options;
  const usual = translators ? "tuned" : compat === "ecco" ? "raw" : "norm";
  const mode = among("mode", options.mode ?? usual, modes);
  const part = among("part", options.part ?? "residual", parts);
  const translated = mode === "tuned" || mode === "jacobian";
  if (translated && !translators)
    throw new InputError(
      `lens mode ${mode} reads through matrices fitted to this model: none were given; give translators, or take norm, raw or frozen`
    );
  if (translators && !translated)
    throw new InputError(
      `translators were given, but lens mode ${mode} has none; leave them out, or take tuned or jacobian`
    );
  if (translated && (part !== "residual" || stack !== "decoder"))
    throw new InputError(
      "translators are fitted to the residual stream the model's head reads; leave out part and stack"
    );
  const {names} = placesOf(graph, part, stack, ["residual", "attention", "mlp"]);
  const stream = placesOf(graph, "residual", stack === "encoder" ? "encoder" : "decoder").names;
  const node = (name: string): Node => graph.sites.get(name)!.node;
  const states = names.map(node);
  const layers: readonly Layer[] =
    part === "residual"
      ? ["embedding", ...states.slice(1).map((_, layer) => layer)]
      : states.map((_, layer) => layer);
  return {
    mode,
    part,
    stack,
    ecco: compat === "ecco" && mode === "raw" && part === "residual" && stack === "decoder",
    translation: translators
      ? checkedTranslators(translators, {
          states: states.length,
          width: states[0]!.shape[2] as number,
          adds: mode === "tuned"
        })
      : null,
    layers,
    states,
    last: node(stream.at(-1)!)
  };
}
