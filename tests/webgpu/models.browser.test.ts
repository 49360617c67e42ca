/** Whole models on WebGPU: every inner value, gradient and continuation of the reference implementations. */
import {expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import {architectureLaws} from "../engine/architecture-laws.ts";
import {embeddedLaws} from "../engine/embedded-laws.ts";
import {difference} from "../engine/numbers.ts";
import * as oracle from "../engine/oracle-of-page.ts";
import {everything, slowNames} from "./kinds.ts";
import {shareDevice} from "./one-device.ts";

shareDevice();
architectureLaws("webgpu", oracle, slowNames);
// The GPU is a processor here: one prompt of each, and fifty gradients of a short one.
embeddedLaws("webgpu", 1, "/models/", (name) => everything || name === "cloze");

test("atlas: logits, patterns and gradients equal the float64 reference's", async () => {
  const options = {
    capture: ["logits", "layers.*.residual", "layers.*.attention.pattern"],
    gradientOf: {target: " London"}
  } as const;
  const [got, want] = await Promise.all(
    (["webgpu", "reference"] as const).map(async (backend) => {
      const model = await loadModel("atlas", {backend, models: "/models/"});
      const trace = await model.run("Heathrow airport is located in the city of", options);
      model.dispose();
      return trace;
    })
  );
  for (const [site, {data}] of want!.sites) {
    const gap = difference(got!.sites.get(site)!.data, data, site === "logits");
    expect(gap, site).toBeLessThan(1e-3);
  }
});
