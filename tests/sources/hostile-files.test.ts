/** Files of a folder made to harm, or changed by bad luck. */
import {expect, test} from "vitest";
import {EccoError} from "../../packages/engine/src/errors.ts";
import {locateGiven} from "../../packages/engine/src/sources/dropped.ts";
import type {Files, OpenFile} from "../../packages/engine/src/sources/files.ts";
import {openFolder} from "../../packages/engine/src/sources/open-folder.ts";
import {planFiles} from "../../packages/engine/src/sources/plan-files.ts";
import {moduleFolders} from "../../packages/engine/src/sources/sentence-files.ts";
import {readIndex} from "../../packages/engine/src/sources/shard-index.ts";
import {writeSafetensors} from "../../packages/engine/src/index.ts";

const encoder = new TextEncoder();
const weights = writeSafetensors([{name: "x", dtype: "F32", shape: [1], data: [1]}]);
const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;

interface Given {
  readonly bytes: Uint8Array;
  /** What the host says; what it has by default. */
  readonly size?: number | null;
}

const fileOf = ({bytes, size = bytes.length}: Given): OpenFile => ({
  size,
  async *read() {
    yield bytes;
  },
  close: () => Promise.resolve()
});

function filesOf(given: Readonly<Record<string, string | Given>>): Files {
  const files = new Map(Object.entries(given));
  return {
    location: "folder",
    open: (name) => {
      const found = files.get(name);
      if (found === undefined) return Promise.resolve(null);
      return Promise.resolve(
        fileOf(typeof found === "string" ? {bytes: encoder.encode(found)} : found)
      );
    },
    list: () => Promise.resolve([...files.keys()])
  };
}

/** Returns what an error of ours says; throws all others. */
async function refusal(work: () => unknown): Promise<string> {
  try {
    await work();
    return "read";
  } catch (error) {
    if (error instanceof EccoError) return error.message;
    throw error;
  }
}

const open = async (given: Readonly<Record<string, string | Given>>): Promise<unknown> => {
  const files = filesOf({"config.json": "{}", "model.safetensors": {bytes: weights}, ...given});
  const plan = await planFiles({files}, undefined);
  if (plan.kind === "gguf") throw new Error("expected a folder");
  return openFolder("folder", {files, weights: plan.weights}, {});
};

const many = `{"x":[${"[],".repeat(2 ** 22)}0]}`;
const mistakes: readonly (readonly [string, Readonly<Record<string, string | Given>>, RegExp])[] = [
  ["a config of nothing", {"config.json": ""}, /config\.json: not JSON/],
  ["a config that is a list", {"config.json": "[]"}, /config\.json: got \[\], expected an object/],
  ["a config that is null", {"config.json": "null"}, /config\.json: got null, expected an object/],
  [
    "a config 100,000 lists deep",
    {"config.json": deep},
    /config\.json: got nested too deep to show/
  ],
  [
    "generation_config.json that is a text",
    {"generation_config.json": '"x"'},
    /generation_config\.json: got "x"/
  ],
  [
    "tokenizer_config.json that is a list",
    {"tokenizer_config.json": "[1]"},
    /tokenizer_config\.json: got \[1\]/
  ],
  ["tokenizer.json that is a number", {"tokenizer.json": "5"}, /tokenizer\.json: no model in it/],
  [
    "a config of four million lists",
    {"config.json": many},
    /4194306 lists and objects, expected at most/
  ],
  [
    "weights of no bytes",
    {"model.safetensors": {bytes: new Uint8Array()}},
    /truncated: got 0 bytes/
  ],
  [
    "weights that became shorter",
    {"model.safetensors": {bytes: weights.subarray(0, 9), size: weights.length}},
    /truncated: got 9 bytes, expected/
  ],
  [
    "weights that became longer",
    {"model.safetensors": {bytes: weights, size: 20}},
    /more bytes came than the 20/
  ],
  [
    "weights of 2^53 bytes",
    {"model.safetensors": {bytes: weights, size: 2 ** 53}},
    /expected at most 68719476736/
  ],
  [
    "weights of −1 bytes",
    {"model.safetensors": {bytes: weights, size: -1}},
    /the host says -1 bytes/
  ],
  [
    "modules of strange names",
    {"modules.json": '[{"path":"../x"}]'},
    /got the path "\.\.\/x", expected the plain name/
  ]
];

test.each(mistakes)("%s: a typed error that says so", async (_, given, message) => {
  expect(await refusal(() => open(given))).toMatch(message);
});

test.each([
  ["an index of null", null, /has no weight_map/],
  ["a list of tensors", {weight_map: []}, /has no weight_map/],
  [
    "a shard above",
    {weight_map: {x: "../a.safetensors"}},
    /puts tensor x into "\.\.\/a\.safetensors"/
  ],
  [
    "a shard that is deep",
    {weight_map: {x: JSON.parse(deep) as unknown}},
    /into nested too deep to show/
  ],
  [
    "a shard that is the index",
    {weight_map: {x: "model.safetensors.index.json"}},
    /expected the plain name/
  ],
  [
    "2,000 shards",
    {
      weight_map: Object.fromEntries(
        Array.from({length: 2000}, (_, at) => [`t${at}`, `s${at}.safetensors`])
      )
    },
    /names 2000 files, expected at most 1024/
  ]
])("%s: a typed error that says so", async (_, index, message) => {
  expect(await refusal(() => readIndex(index, "index"))).toMatch(message);
});

test("a thousand modules are not asked for", async () => {
  const modules = Array.from({length: 1000}, (_, at) => ({path: `${at}_Dense`}));
  expect(await refusal(() => moduleFolders(modules, "modules.json"))).toMatch(
    /names 1000 folders of modules, expected at most 20/
  );
});

test("two hundred thousand dropped files are looked through", async () => {
  const names = Array.from({length: 200_000}, (_, at) => ({
    name: `${at}.txt`,
    webkitRelativePath: `folder/${at}.txt`
  }));
  const {files} = await locateGiven(names as unknown as readonly File[]);
  expect(files.location).toBe("folder");
  expect(await refusal(() => planFiles({files}, undefined))).toBe("read");
});

test("what a file calls its parts does not reach a terminal as it is", () => {
  const message = new EccoError("source", `a\u001b[2Jb\r\nc\u202ed ${"x".repeat(5000)} end`)
    .message;
  expect(message).toMatch(/^a\\u001b\[2Jb c\\u202ed x+ … x+ end$/);
  expect(message.length).toBeLessThan(2100);
});
