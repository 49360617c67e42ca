/** Whole models in WebAssembly, against the numbers of the reference implementations. */
import {architectureLaws} from "../engine/architecture-laws.ts";
import {embeddedLaws} from "../engine/embedded-laws.ts";
import * as oracle from "../engine/oracle-of-page.ts";

architectureLaws("onnx", oracle);
embeddedLaws("onnx", Infinity, "/models/");
