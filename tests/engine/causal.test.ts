/** Edited runs on every architecture in float64, and on one of each kind in float32. */
import {causalLaws} from "./causal-laws.ts";
import {fixture, json, arrays} from "./oracle.ts";

causalLaws("reference", {fixture, json, arrays});
causalLaws("onnx", {fixture, json, arrays}, [
  "bart-sequence",
  "bert",
  "bert-sequence",
  "deberta-v2",
  "gemma2",
  "gpt2",
  "gptj",
  "llama",
  "mt5",
  "olmo2",
  "pegasus",
  "phi3-longrope"
]);
