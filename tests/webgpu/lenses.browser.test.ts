/** Lenses and direct logit attribution on WebGPU: on one architecture of each kind. */
import {lensLaws} from "../engine/lens-laws.ts";
import * as oracle from "../engine/oracle-of-page.ts";

lensLaws("webgpu", oracle, ["bart", "bert", "deberta-v2", "gemma2", "gpt2", "gptj", "llama", "t5"]);
