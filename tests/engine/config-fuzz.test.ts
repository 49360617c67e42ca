/** Every family's config.json changed by its structure: a model that answers with numbers, or a typed error. */
import {readFileSync} from "node:fs";
import {createModel} from "../../packages/engine/src/model.ts";
import {readSafetensors} from "../../packages/engine/src/weights/safetensors.ts";
import type {Weights} from "../../packages/engine/src/weights/weights.ts";
import {fuzz, mutated} from "../fuzz.ts";
import {architectureNames, inputOf} from "./architecture-laws.ts";
import type {Expected} from "./numbers.ts";
import {fixture, json} from "./oracle.ts";

interface Case {
  readonly family: string;
  readonly config: unknown;
}

const files = new Map<string, {readonly config: unknown; readonly weights: Weights}>();
function filesOf(family: string): {readonly config: unknown; readonly weights: Weights} {
  const known = files.get(family);
  if (known) return known;
  const bytes = readFileSync(fixture(`architectures/${family}/model.safetensors`));
  const made = {
    config: json<unknown>(`architectures/${family}/config.json`),
    weights: readSafetensors(new Uint8Array(bytes), family)
  };
  files.set(family, made);
  return made;
}

fuzz<Case>({
  name: "config.json",
  cases: 500,
  make(random) {
    const family = random.one(architectureNames);
    return {family, config: mutated(filesOf(family).config, random)};
  },
  async read({family, config}) {
    const {weights} = filesOf(family);
    const source = {name: family, config, weights, tokenizer: null, bytes: 0, revision: null};
    const model = await createModel(source, {backend: "reference"});
    const input = inputOf(json<Expected>(`architectures/${family}/expected.json`));
    const {sites} = await model.run(input, {capture: ["logits"]});
    const odd = sites.get("logits")!.data.findIndex((value) => !Number.isFinite(value));
    model.dispose();
    if (odd >= 0) throw new Error(`logit ${odd} is no number`);
  }
});
