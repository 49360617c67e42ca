/** Every method of attribution on onnxruntime. */
import {methodLaws} from "./method-laws.ts";
import {slowNames} from "./names-of-slow.ts";
import {fixture, json} from "./oracle.ts";

methodLaws("onnx", {fixture, json}, slowNames);
