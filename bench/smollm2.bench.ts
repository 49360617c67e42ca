/** A published model in Node: how long it takes to load, to say the first word, and to go on. */
import {readFile} from "node:fs/promises";
import {loadModel} from "@ecco/engine";
import {bench, describe} from "vitest";
import {absent, smollm2File} from "../tests/real/models.ts";
import {goOn} from "./go-on.ts";

if (absent) {
  console.log(absent);
  describe.skip(absent, () => bench("nothing", () => {}));
} else {
  const options = {time: 3000, iterations: 3, warmupTime: 0, warmupIterations: 1} as const;

  describe("SmolLM2 from its GGUF file, 98 MB, Node", () => {
    bench("the file's bytes alone", async () => void (await readFile(smollm2File)), options);
    bench(
      "ready to run",
      async () => (await loadModel(smollm2File, {backend: "onnx"})).dispose(),
      options
    );
    bench(
      "ready and the first token",
      async () => {
        const model = await loadModel(smollm2File, {backend: "onnx"});
        await model.generate("Heathrow airport is located in the city of", {tokens: 1});
        model.dispose();
      },
      options
    );
  });

  await goOn("SmolLM2 in Node", await loadModel(smollm2File, {backend: "onnx"}), options);
}
