/** ggml's tensor types by their code. */
import type {WeightType} from "./weights.ts";

/** What can be read. */
export const ggufTypes: {readonly [code: number]: WeightType} = {
  0: "f32",
  1: "f16",
  2: "q4_0",
  3: "q4_1",
  6: "q5_0",
  7: "q5_1",
  8: "q8_0",
  10: "q2_k",
  11: "q3_k",
  12: "q4_k",
  13: "q5_k",
  14: "q6_k",
  20: "iq4_nl",
  28: "f64",
  30: "bf16"
};

/** What exists beside, to be named in an error. */
export const otherGgufTypes: {readonly [code: number]: string} = {
  4: "Q4_2",
  5: "Q4_3",
  9: "Q8_1",
  15: "Q8_K",
  16: "IQ2_XXS",
  17: "IQ2_XS",
  18: "IQ3_XXS",
  19: "IQ1_S",
  21: "IQ3_S",
  22: "IQ2_S",
  23: "IQ4_XS",
  24: "I8",
  25: "I16",
  26: "I32",
  27: "I64",
  29: "IQ1_M",
  31: "Q4_0_4_4",
  32: "Q4_0_4_8",
  33: "Q4_0_8_8",
  34: "TQ1_0",
  35: "TQ2_0",
  36: "IQ4_NL_4_4",
  39: "MXFP4",
  40: "NVFP4",
  41: "Q1_0"
};
