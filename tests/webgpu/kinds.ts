/** Which architectures the slow laws run on: a covering set, and all of them with ECCO_EVERYTHING=1. */
import {inject} from "vitest";
import {architectureNames} from "../engine/architecture-laws.ts";
import {covering} from "../engine/covering-set.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether tests that take minutes run too. */
    everything: boolean;
  }
}

export const everything: boolean = inject("everything");
export const slowNames: readonly string[] = everything ? architectureNames : covering;
