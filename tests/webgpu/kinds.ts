/**
 * Which architectures the slow laws run on: one of each kind, and all of them with ECCO_EVERYTHING=1 (a software adapter
 * compiles their kernels for minutes).
 */
import {inject} from "vitest";
import {architectureNames} from "../engine/architecture-laws.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether tests that take minutes run too. */
    everything: boolean;
  }
}

/** One of each way to build a block: norms, positions, gates, parallel parts, stacks, classifiers. */
const kinds = [
  "albert",
  "bart-sequence",
  "bert",
  "bloom",
  "deberta-v2",
  "electra-discriminator",
  "gemma2",
  "gpt2",
  "gptj",
  "llama",
  "modernbert",
  "t5"
];

export const everything: boolean = inject("everything");
export const slowNames: readonly string[] = everything ? architectureNames : kinds;
