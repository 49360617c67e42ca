/** The reference models' files, read once, and what a model of a changed config answers. */
import {readFileSync} from "node:fs";
import {createModel} from "../../packages/engine/src/model.ts";
import {readSafetensors} from "../../packages/engine/src/weights/safetensors.ts";
import type {Weights} from "../../packages/engine/src/weights/weights.ts";
import {inputOf} from "./architecture-laws.ts";
import type {Fields} from "./changed-model.ts";
import type {Expected} from "./numbers.ts";
import {fixture, json} from "./oracle.ts";

interface FamilyFiles {
  readonly config: Fields;
  readonly weights: Weights;
}

const known = new Map<string, FamilyFiles>();

/** Returns a reference model's config and weights. */
export function familyFiles(family: string): FamilyFiles {
  const found = known.get(family);
  if (found) return found;
  const bytes = readFileSync(fixture(`architectures/${family}/model.safetensors`));
  const made = {
    config: json<Fields>(`architectures/${family}/config.json`),
    weights: readSafetensors(new Uint8Array(bytes), family)
  };
  known.set(family, made);
  return made;
}

/** Throws unless the family's weights with this config answer its usual input in finite numbers; typed errors pass. */
export async function answersInNumbers(family: string, config: unknown): Promise<void> {
  const {weights} = familyFiles(family);
  const source = {name: family, config, weights, tokenizer: null, bytes: 0, revision: null};
  const model = await createModel(source, {backend: "reference"});
  const input = inputOf(json<Expected>(`architectures/${family}/expected.json`));
  const {sites} = await model.run(input, {capture: ["logits"]});
  const odd = sites.get("logits")!.data.findIndex((value) => !Number.isFinite(value));
  model.dispose();
  if (odd >= 0) throw new Error(`logit ${odd} is no number`);
}
