/** Lenses and direct logit attribution on every architecture in float64, and on one of each kind in float32. */
import {lensLaws} from "./lens-laws.ts";
import {fixture, json} from "./oracle.ts";

lensLaws("reference", {fixture, json});
lensLaws("onnx", {fixture, json}, [
  "bart",
  "bert",
  "bert-sequence",
  "bloom",
  "deberta-v2",
  "gemma2",
  "gpt2",
  "gptj",
  "llama",
  "modernbert",
  "olmo2",
  "t5"
]);
