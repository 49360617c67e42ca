/** The published models that tests may find beside the project, too large to be part of it. */
import {existsSync} from "node:fs";
import {join} from "node:path";

export const sharedModels: string = join(import.meta.dirname, "../../../shared/models");
export const smollm2: string = join(sharedModels, "smollm2-135m-instruct");
export const smollm2File: string = join(smollm2, "SmolLM2-135M-Instruct.Q4_1.gguf");

export const minilm: string = join(sharedModels, "all-minilm-l6-v2");

/** Why tests are skipped; null where the models are there. */
export const absent: string | null = existsSync(smollm2File)
  ? null
  : `no ${smollm2File}: what needs a published model is not tested here`;
