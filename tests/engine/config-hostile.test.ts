/** config.json made to harm: each field alone, by name, and with ECCO_EVERYTHING every field of every family. */
import {expect, test} from "vitest";
import {EccoError} from "../../packages/engine/src/errors.ts";
import {architectureNames} from "./architecture-laws.ts";
import type {Fields} from "./changed-model.ts";
import {answersInNumbers, familyFiles} from "./family-files.ts";

const deep = (): unknown => JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) as unknown;

/** What every object has is refused exactly like a name that nobody knows. */
const names = ["foo", "constructor", "__proto__", "toString", "valueOf", "hasOwnProperty"];

const named = names.flatMap((name): [string, string, Fields, RegExp][] => [
  ["llama", `model_type: ${name}`, {model_type: name}, new RegExp(`model_type is "${name}"`)],
  ["llama", `hidden_act: ${name}`, {hidden_act: name}, new RegExp(`unknown activation: ${name};`)],
  [
    "llama",
    `rope_type: ${name}`,
    {rope_parameters: {rope_type: name, rope_theta: 10_000}},
    new RegExp(`unknown rope_type: ${name};`)
  ],
  [
    "ministral",
    `layer_types: ${name}`,
    {layer_types: [name, name]},
    /layer_types is ".*", expected one of full_attention, sliding_attention/
  ]
]);

const count = /is .*, expected a whole number from 1 to 2147483648/;
const counts = [-1, 0, 1.5, 1e300, NaN, Infinity, "12", [], {}, true].flatMap(
  (value): [string, string, Fields, RegExp][] =>
    ["num_attention_heads", "num_hidden_layers", "head_dim", "vocab_size", "hidden_size"].map(
      (field) => ["llama", `${field}: ${JSON.stringify(value)}`, {[field]: value}, count]
    )
);

const rope = (options: Fields): Fields => ({
  rope_parameters: {rope_type: "llama3", rope_theta: 10_000, ...options}
});
const stretched = {
  factor: 8,
  low_freq_factor: 1,
  high_freq_factor: 4,
  original_max_position_embeddings: 32
};

const others: readonly [string, string, Fields, RegExp][] = [
  ["llama", "1e9 heads", {num_attention_heads: 1e9}, /weights: .* expected|num_key_value_heads/],
  ["llama", "5 heads", {num_attention_heads: 5, head_dim: null}, /expected/],
  ["bert", "heads that do not divide", {num_attention_heads: 5}, /5 heads for a width of/],
  ["bloom", "1e9 heads and their slopes", {n_head: 1e9}, /1000000000 heads for a width of/],
  ["llama", "a head of 1e9 channels", {head_dim: 1e9}, /heads of 1000000000 channels/],
  ["llama", "1e9 layers", {num_hidden_layers: 1e9}, /no model\.layers\.\d+\./],
  ["albert", "1e9 layers that share weights", {num_hidden_layers: 1e9}, /1000000000 layers/],
  ["gpt2", "1e9 positions", {n_positions: 1e9}, /rows, expected 1000000000/],
  ["bert", "1e9 positions", {max_position_embeddings: 1e9}, /rows, expected 1000000000/],
  ["llama", "groups that do not divide", {num_key_value_heads: 3}, /num_key_value_heads is 3/],
  [
    "llama",
    "a negative epsilon",
    {rms_norm_eps: -1},
    /rms_norm_eps is -1, expected a number from 0/
  ],
  ["llama", "a base of 0", {rope_parameters: {rope_theta: 0}}, /rope_theta is 0/],
  [
    "llama",
    "a factor of 5e-324",
    {rope_parameters: {rope_type: "linear", factor: 5e-324}},
    /no finite numbers/
  ],
  ["llama3-rope", "a factor of 0", rope({...stretched, factor: 0}), /factor is 0, expected/],
  ["llama3-rope", "no factor", rope({...stretched, factor: null}), /no factor, expected/],
  [
    "phi3-longrope",
    "a list of divisors too short",
    {rope_scaling: {rope_type: "longrope", short_factor: [1], long_factor: [1]}},
    /short_factor is \[1\], expected \d+ finite numbers/
  ],
  ["mistral", "a window of 0", {sliding_window: 0}, /sliding_window is 0, expected/],
  [
    "gpt-neo",
    "a pattern of strange layers",
    {attention_types: [[["constructor"], 2]], attention_layers: null},
    /attention_types is "constructor"/
  ],
  [
    "t5",
    "distances below their buckets",
    {relative_attention_max_distance: 1},
    /relative_attention_max_distance is 1/
  ],
  ["granite", "logits divided by 0", {logits_scaling: 0}, /logits_scaling is 0, expected/],
  [
    "gemma2",
    "a negative scale of scores",
    {query_pre_attn_scalar: -1},
    /query_pre_attn_scalar is -1/
  ],
  [
    "gemma3-images",
    "a text_config that is a list",
    {text_config: []},
    /text_config is \[\], expected an object/
  ],
  [
    "llama",
    "lists 100,000 deep",
    {rope_parameters: deep()},
    /rope_parameters is nested too deep to show/
  ],
  ["llama", "an activation that is a list", {hidden_act: deep()}, /hidden_act is nested too deep/],
  ["bert", "an id that is a text", {is_decoder: deep()}, /is_decoder is nested too deep/]
];

test.each([...named, ...counts, ...others])(
  "%s, %s: a typed error",
  async (family, _, changes, message) => {
    const {config} = familyFiles(family);
    const refused = await answersInNumbers(family, {...config, ...changes}).then(
      () => "",
      (error: unknown) => {
        if (error instanceof EccoError) return error.message;
        throw error;
      }
    );
    expect(refused).toMatch(message);
  }
);

test("gpt-neo, a pattern that repeats a billion times: is never written out", () =>
  answersInNumbers("gpt-neo", {
    ...familyFiles("gpt-neo").config,
    attention_layers: null,
    attention_types: [[["global", "local"], 1e9]]
  }));

/** Returns each field, of objects in it too, as the path to it. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    [...path, name],
    ...pathsOf(inner, [...path, name]).slice(0, 12)
  ]);
}

function withValue(value: unknown, [name, ...rest]: readonly string[], put: unknown): unknown {
  if (name === undefined) return put;
  const copy = (
    Array.isArray(value) ? [...(value as unknown[])] : {...(value as Fields)}
  ) as Fields;
  copy[name] = withValue(copy[name], rest, put);
  return copy;
}

const values = [
  -1,
  0,
  1,
  1.5,
  1e9,
  1e300,
  -1e300,
  NaN,
  Infinity,
  "12",
  "constructor",
  null,
  true,
  [],
  {},
  [null]
];

test.runIf(process.env["ECCO_EVERYTHING"] === "1").each(architectureNames)(
  "%s: any value in any one field is answered with numbers or a typed error",
  {timeout: 600_000},
  async (family) => {
    const {config} = familyFiles(family);
    for (const path of pathsOf(config))
      for (const value of values)
        await answersInNumbers(family, withValue(config, path, value)).catch((error: unknown) => {
          if (!(error instanceof EccoError))
            throw new Error(`${path.join(".")} = ${JSON.stringify(value)}`, {cause: error});
        });
  }
);
