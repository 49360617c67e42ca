/**
 * Every method of attribution on WebGPU: on one architecture of each kind, and on all of them with ECCO_EVERYTHING=1
 * (a software adapter compiles their kernels for two minutes).
 */
import {inject} from "vitest";
import {methodLaws} from "../engine/method-laws.ts";
import {architectureNames} from "../engine/architecture-laws.ts";
import * as oracle from "../engine/oracle-of-page.ts";

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

methodLaws("webgpu", oracle, inject("everything") ? architectureNames : kinds);
