/**
 * Fields of strangers' configs, one changed at a time: the numbers of the reference implementation, or a refusal that
 * names the reason; never other numbers without a word.
 */
import {expect, test} from "vitest";
import {EccoError} from "../../packages/engine/src/index.ts";
import {createModel} from "../../packages/engine/src/model.ts";
import {inputOf} from "./architecture-laws.ts";
import type {Fields} from "./changed-model.ts";
import {familyFiles} from "./family-files.ts";
import type {Expected} from "./numbers.ts";
import {json} from "./oracle.ts";

interface Family {
  /** What the logits of the last position come to, along three directions, with the config as it is. */
  readonly base: readonly number[];
  /** Which fields change nothing, and what the others make of it (or nothing, where they are refused). */
  readonly same: readonly number[];
  readonly other: Readonly<Record<string, readonly number[]>>;
}

const {fields, families} = json<{
  readonly fields: readonly Fields[];
  readonly families: Readonly<Record<string, Family>>;
}>("config-fields.json");

/** Returns the config with these fields, in its text part where it has one; no rope_parameters is none at all. */
function withFields(config: Fields, changed: Fields): Fields {
  const inner = config["text_config"] as Fields | undefined;
  const text: Fields = {...(inner ?? config), ...changed};
  if (changed["rope_parameters"] === null) delete text["rope_parameters"];
  return inner ? {...config, text_config: text} : text;
}

/** Returns the logits of the last position along three directions, or the message of the refusal. */
async function answer(family: string, changed: Fields): Promise<readonly number[] | string> {
  const {config, weights} = familyFiles(family);
  const source = {name: family, config: withFields(config, changed), weights};
  try {
    const model = await createModel(
      {...source, tokenizer: null, bytes: 0, revision: null},
      {backend: "reference"}
    );
    const input = inputOf(json<Expected>(`architectures/${family}/expected.json`));
    const {sites} = await model.run(input, {capture: ["logits"]});
    model.dispose();
    const {data, shape} = sites.get("logits")!;
    const last = Array.from(data).slice(-shape.at(-1)!);
    return [1, 2, 3].map((k) => last.reduce((sum, x, i) => sum + x * Math.sin(k * (i + 1)), 0));
  } catch (error) {
    if (!(error instanceof EccoError)) throw error;
    return error.message;
  }
}

/** Returns the fields in sets of which none has a field of another's: what changes nothing alone changes nothing together. */
function together(changes: readonly Fields[]): readonly (readonly Fields[])[] {
  const sets: Fields[][] = [];
  for (const changed of changes) {
    const free = sets.find((set) =>
      set.every((other) => Object.keys(changed).every((name) => !Object.hasOwn(other, name)))
    );
    if (free) free.push(changed);
    else sets.push([changed]);
  }
  return sets;
}

const gap = (got: readonly number[], want: readonly number[]): number =>
  Math.max(...got.map((x, at) => Math.abs(x - want[at]!)));

test.each(Object.entries(families))(
  "%s: each field is read as the reference implementation reads it, or refused in words",
  async (family, {base, same, other}) => {
    let refused = 0;
    const check = async (changed: Fields, want: readonly number[]): Promise<void> => {
      const got = await answer(family, changed);
      const named = JSON.stringify(changed);
      if (typeof got === "string") {
        refused++;
        expect(got, named).toMatch(/expected|unknown|one of|^weights: /);
      } else expect(gap(got, want), named).toBeLessThan(1e-7);
    };
    await check({}, base);
    expect(refused).toBe(0);
    for (const set of together(same.map((at) => fields[at]!))) {
      const got = await answer(family, Object.assign({}, ...set) as Fields);
      if (typeof got !== "string" && gap(got, base) < 1e-7) continue;
      for (const changed of set) await check(changed, base);
    }
    for (const [at, want] of Object.entries(other)) await check(fields[Number(at)]!, want);
    // Refusing all would be no reading.
    expect(refused).toBeLessThan((same.length + Object.keys(other).length) / 4);
  }
);
