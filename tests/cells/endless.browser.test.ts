/** The engine itself in a worker, with patterns and templates that do not end: the page ends them, and goes on. */
import {writeSafetensors} from "@ecco/engine";
import type {Candidates} from "@ecco/engine";
import type {WrittenArray} from "../../packages/engine/src/weights/write-safetensors.ts";
import {expect, onTestFinished, test} from "vitest";
import {startWorker} from "../../packages/cells/src/engine/start-worker.ts";
import type {EngineThread} from "../../packages/cells/src/engine/starting-worker.ts";
import {WorkerHost} from "../../packages/cells/src/engine/worker-host.ts";

const width = 4;
const vocabulary = {"[UNK]": 0, a: 1, b: 2};

/** Returns the files of a model of one small block. */
function filesOf(parts: object, config: object = {}): File[] {
  const arrays: WrittenArray[] = [];
  const add = (name: string, ...shape: readonly number[]): void => {
    const count = shape.reduce((product, length) => product * length, 1);
    const data = Float32Array.from({length: count}, (_, at) => Math.sin(at + name.length));
    arrays.push({name, dtype: "F32", shape, data});
  };
  add("transformer.wte.weight", 3, width);
  add("transformer.wpe.weight", 64, width);
  for (const name of ["h.0.ln_1", "h.0.ln_2", "ln_f"]) {
    add(`transformer.${name}.weight`, width);
    add(`transformer.${name}.bias`, width);
  }
  for (const [name, from, to] of [
    ["attn.c_attn", width, 3 * width],
    ["attn.c_proj", width, width],
    ["mlp.c_fc", width, 4 * width],
    ["mlp.c_proj", 4 * width, width]
  ] as const) {
    add(`transformer.h.0.${name}.weight`, from, to);
    add(`transformer.h.0.${name}.bias`, to);
  }
  const model = {type: "WordPiece", unk_token: "[UNK]", vocab: vocabulary};
  const json = (name: string, value: unknown): File => new File([JSON.stringify(value)], name);
  return [
    json("config.json", {
      model_type: "gpt2",
      n_embd: width,
      n_head: 2,
      n_layer: 1,
      n_positions: 64,
      vocab_size: 3
    }),
    json("tokenizer.json", {model, ...parts}),
    json("tokenizer_config.json", config),
    new File([writeSafetensors(arrays) as BlobPart], "model.safetensors")
  ];
}

/** Far less than a test has, in ms. */
const soon = 2500;
/** What ends may take as long as a busy machine needs. */
const forever = 600_000;

async function open(files: readonly File[]): Promise<{
  readonly ask: (input: unknown) => Promise<unknown>;
  /** Asks what does not end: returns what it fails with. */
  readonly askEndless: (input: unknown) => Promise<unknown>;
  readonly started: () => number;
}> {
  const limits = {said: 300, ended: forever};
  let started = 0;
  const start = (): EngineThread => {
    started++;
    return startWorker();
  };
  const request = {src: "endless", backend: "reference", models: "", files, name: "endless"};
  const host = new WorkerHost(request, start, limits);
  onTestFinished(() => host.dispose());
  await host.load({});
  const ask = (input: unknown): Promise<unknown> =>
    host.call({}, [input], (engine, port) => engine.ask("candidates", [input], {}, port) as never);
  const askEndless = async (input: unknown): Promise<unknown> => {
    limits.ended = soon;
    const failed: unknown = await ask(input).then(
      () => "answered",
      (error: unknown) => error
    );
    limits.ended = forever;
    return failed;
  };
  return {ask, askEndless, started: () => started};
}

const endless = {
  type: "Split",
  pattern: {Regex: "(a+)+$"},
  behavior: "Isolated",
  invert: false
};

test("a tokenizer's pattern is ended; another question that waits and the next prompt are answered", async () => {
  const {ask, askEndless, started} = await open(filesOf({pre_tokenizer: endless}));
  const failed = askEndless(`${"a".repeat(40)}!`);
  const other = ask("b");
  expect(await failed).toMatchObject({
    code: "input",
    message: expect.stringMatching(/^the tokenizer's pattern did not end within 2.5 s/) as string
  });
  expect(((await other) as Candidates).tokens).toHaveLength(1);
  expect(((await ask("b")) as Candidates).tokens).toHaveLength(1);
  expect(started()).toBe(2);
});

test("a chat template is refused at its bounds, and the worker stays", async () => {
  const chat_template = "{% for i in range(1000000000) %}{% endfor %}";
  const {ask, started} = await open(
    filesOf({pre_tokenizer: {type: "BertPreTokenizer"}}, {chat_template})
  );
  await expect(ask({messages: [{role: "user", content: "a"}]})).rejects.toThrow(
    "it makes a list of 1000000000 items, at most 100000"
  );
  expect(((await ask("a b")) as Candidates).tokens).toHaveLength(2);
  expect(started()).toBe(1);
});

test("a conversation that is not read to its end is ended, with its template named", async () => {
  const {ask, askEndless} = await open(
    filesOf({pre_tokenizer: endless}, {chat_template: "{{ messages[0].content }}"})
  );
  const content = `${"a".repeat(40)}!`;
  expect(await askEndless({messages: [{role: "user", content}]})).toMatchObject({
    message: expect.stringContaining(
      "the chat template did not end within 2.5 s on these messages"
    ) as string
  });
  expect(((await ask("b")) as Candidates).tokens).toHaveLength(1);
});
