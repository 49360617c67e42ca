/** The number whose change causal commands tell. */
import type {AblateOptions, CausalStack, TargetKind} from "@ecco/engine";
import {Option} from "commander";
import {integer} from "./options.ts";

const readings: readonly TargetKind[] = ["logit", "logprob", "probability"];
const stacks: readonly CausalStack[] = ["decoder", "encoder", "cross"];

/** The engine's names of these options. */
export const targeted = ["target", "foil", "of", "position", "stack"] as const;
export type TargetFlags = Pick<AblateOptions, (typeof targeted)[number]>;

export const targetOptions = (): Option[] => [
  new Option("--target <token>", "token whose number is told; defaults to the most probable one"),
  new Option("--foil <token>", "token it is contrasted with"),
  new Option("--of <scalar>", "what of the target; defaults to logprob").choices(readings),
  new Option("--position <p>", "where the target is read; defaults to the last").argParser(integer),
  new Option("--stack <which>", "of encoder–decoder models; defaults to decoder").choices(stacks)
];
