/** Every method of attribution × every architecture, on onnxruntime. */
import {methodLaws} from "./method-laws.ts";
import {fixture, json} from "./oracle.ts";

methodLaws("onnx", {fixture, json});
