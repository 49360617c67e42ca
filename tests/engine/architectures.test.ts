import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync
} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import {
  architectureLaws,
  architectureNames,
  architectureTolerances,
  inputOf
} from "./architecture-laws.ts";
import {difference} from "./numbers.ts";
import type {Expected} from "./numbers.ts";
import {arrays, fixture, json} from "./oracle.ts";

const backends = ["reference", "onnx"] as const;
for (const backend of backends) architectureLaws(backend, {arrays, fixture, json});

test("no architecture that has values is left out", () => {
  expect(readdirSync(fixture("architectures")).toSorted()).toEqual(architectureNames);
});

const published = architectureNames.filter((name) =>
  existsSync(fixture(`architectures/${name}/config.hub.json`))
);
test.each(published.flatMap((name) => backends.map((backend) => [name, backend] as const)))(
  "%s on %s: the config as published checkpoints have it gives the same graph",
  async (name, backend) => {
    const {dtype, logits, absolute} = architectureTolerances[backend];
    const path = (file: string): string => fixture(`architectures/${name}/${file}`);
    const folder = mkdtempSync(join(tmpdir(), "ecco-"));
    writeFileSync(join(folder, "config.json"), readFileSync(path("config.hub.json")));
    symlinkSync(path("model.safetensors"), join(folder, "model.safetensors"));
    const model = await loadModel(folder, {backend, dtype});
    const expected = json<Expected>(`architectures/${name}/expected.json`);
    const want = arrays(`architectures/${name}/expected.safetensors`).get("logits")!;
    const {sites} = await model.run(inputOf(expected), {capture: ["logits"]});
    expect(difference(sites.get("logits")!.data, want.data, absolute)).toBeLessThan(logits);
    model.dispose();
  }
);
