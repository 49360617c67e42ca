/**
 * Which architectures the slow laws run on: one of each kind, and all of them with ECCO_EVERYTHING=1 (a software adapter
 * compiles their kernels for minutes).
 */
import {inject} from "vitest";
import {architectureNames} from "../engine/architecture-laws.ts";
import {kinds} from "../engine/architecture-kinds.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether tests that take minutes run too. */
    everything: boolean;
  }
}

export const everything: boolean = inject("everything");
export const slowNames: readonly string[] = everything ? architectureNames : kinds;
