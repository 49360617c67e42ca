/** Whole models in WebAssembly: the same graphs and the same runtime as in Node, where all models and prompts are read. */
import {architectureLaws} from "../engine/architecture-laws.ts";
import {embeddedLaws} from "../engine/embedded-laws.ts";
import * as oracle from "../engine/oracle-of-page.ts";
import {everything, slowNames} from "../webgpu/kinds.ts";

architectureLaws("onnx", oracle, slowNames);
embeddedLaws(
  "onnx",
  everything ? Infinity : 1,
  "/models/",
  (name) => everything || name === "cloze"
);
