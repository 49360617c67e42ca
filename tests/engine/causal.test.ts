/** Edited runs: every architecture in float64, the covering set in float32. */
import {causalLaws} from "./causal-laws.ts";
import {slowNames} from "./names-of-slow.ts";
import {fixture, json, arrays} from "./oracle.ts";

causalLaws("reference", {fixture, json, arrays});
causalLaws("onnx", {fixture, json, arrays}, slowNames);
