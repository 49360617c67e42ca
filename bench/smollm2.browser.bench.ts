/** A published model in Chromium, as WebAssembly: the first word, and going on. */
import {loadModel} from "@ecco/engine";
import {bench, describe, inject} from "vitest";
import {goOn} from "./go-on.ts";

const folder = inject("published");
if (folder === null) {
  describe.skip("no ../shared/models: nothing to measure", () => bench("nothing", () => {}));
} else {
  const file = `/@fs${folder}/smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf`;
  await goOn("SmolLM2 in Chromium on WebAssembly", await loadModel(file, {backend: "onnx"}), {
    time: 3000,
    iterations: 3,
    warmupTime: 0,
    warmupIterations: 1
  });
}
