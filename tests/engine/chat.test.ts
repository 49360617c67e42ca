import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {createModel, loadModel, openSource} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {settled} from "../../packages/engine/src/explain/generation/stopping.ts";
import {absent, smollm2} from "../real/models.ts";

/** Every turn a line; a system's line first, if there is one. */
const template = `{%- if messages[0]["role"] not in ["user", "system"] %}{{ raise_exception("the user begins") }}{% endif %}
{%- for message in messages %}{{ bos_token if loop.first }}{{ message["role"] }}: {{ message["content"] | trim }}
{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}`;

const hello = {messages: [{role: "user", content: " Where is Heathrow? "}]};

describe("a chat", () => {
  let model: Model;
  /** Returns atlas with this template, and with what generation_config.json might say. */
  async function atlasWith(chatTemplate: string, generation = {}): Promise<Model> {
    const source = await openSource("atlas");
    const tokenizer = {...source.tokenizer!, chatTemplate};
    return createModel({...source, tokenizer, generation}, {backend: "onnx"});
  }
  beforeAll(async () => {
    model = await atlasWith(template);
  });
  afterAll(() => model.dispose());

  test("is what the template makes of it, its special tokens once", () => {
    const tokens = model.tokenize(hello);
    const written = "<|endoftext|>user: Where is Heathrow?\nassistant:";
    expect(tokens.map(({text}) => text).join("")).toBe(written);
    expect(tokens.filter(({special}) => special).map(({id}) => id)).toEqual([0]);
    const two = {messages: [{role: "system", content: "Be brief."}, ...hello.messages]};
    expect(
      model
        .tokenize(two)
        .map(({text}) => text)
        .join("")
    ).toBe("<|endoftext|>system: Be brief.\nuser: Where is Heathrow?\nassistant:");
  });

  test("can be asked what a text can be asked", async () => {
    const ids = model.tokenize(hello).map(({id}) => id);
    const [chat, same] = [await model.candidates(hello), await model.candidates({ids})];
    expect(chat.top).toEqual(same.top);
    const said = await model.chat(hello.messages, {tokens: 3});
    const made = await model.generate(hello, {tokens: 3});
    expect(said.steps).toEqual(made.steps);
    const {scores} = await model.explain(hello, {method: "saliency"});
    expect(scores).toHaveLength(ids.length);
    const lens = await model.lens(hello);
    expect(lens.position).toBe(ids.length - 1);
    expect(lens.layers.at(-1)!.top[0]!.id).toBe(same.top[0]!.id);
  });

  test("ends at the end tokens of generation_config.json, and at the tokenizer's, unless told otherwise", async () => {
    const free = await model.generate(hello, {tokens: 4, stopAtEnd: false});
    expect(free.stopped).toEqual({reason: "length"});
    const third = free.steps[2]!.token.id;
    const ids = free.steps.map(({token}) => token.id);
    const upToThird = ids.slice(0, ids.indexOf(third) + 1);
    const text = {ids: model.tokenize(hello).map(({id}) => id)};
    // One end token, or several; of a chat or of a text.
    for (const eos_token_id of [third, [third, 2]]) {
      const ending = await atlasWith(template, {eos_token_id});
      for (const input of [hello, text]) {
        const made = await ending.generate(input, {tokens: 4});
        expect(made.stopped).toEqual({reason: "end"});
        expect(made.steps.map(({token}) => token.id)).toEqual(upToThird);
        const [batched] = await ending.generateBatch([input], {tokens: 4});
        expect(batched!.steps.map(({token}) => token.id)).toEqual(upToThird);
        const produced: number[] = [];
        for await (const {step} of ending.stream(input, {tokens: 4})) produced.push(step.token.id);
        expect(produced).toEqual(upToThird);
        const {rows} = await ending.explainAll(input, {tokens: 4, method: "saliency"});
        expect(rows.map(({token}) => token.id)).toEqual(upToThird);
      }
      const further = await ending.explainAll(text, {
        tokens: 4,
        method: "saliency",
        stopAtEnd: false
      });
      expect(further.rows.map(({token}) => token.id)).toEqual(ids);
      ending.dispose();
    }
    // As the config of a GGUF file says the end of a turn, or of a message.
    for (const name of ["eot_token_id", "eom_token_id"]) {
      const source = await openSource("atlas");
      const config = {...(source.config as object), [name]: third};
      const tokenizer = {...source.tokenizer!, chatTemplate: template};
      const turning = await createModel({...source, config, tokenizer}, {backend: "onnx"});
      for (const input of [hello, text])
        expect((await turning.generate(input, {tokens: 4})).stopped).toEqual({reason: "end"});
      turning.dispose();
    }
    // The embedded model ends every sentence with its end token.
    const own = await atlasWith(`{{ messages[0]["content"] }}`, {eos_token_id: 2});
    const heathrow = "Heathrow airport is located in the city of";
    const said = await own.generate({messages: [{role: "user", content: heathrow}]});
    expect(said.steps.at(-1)!.token.special).toBe(true);
    expect(said.stopped).toEqual({reason: "end"});
    own.dispose();
  });

  test("a special token can be a stop", async () => {
    const stopped = await model.generate("Heathrow airport is located in the city of", {
      stop: ["<|endoftext|>"]
    });
    expect(stopped.stopped).toEqual({reason: "stop", text: "<|endoftext|>"});
    expect(stopped.text).not.toContain("<|endoftext|>");
    expect(stopped.steps.at(-1)!.token.id).toBe(0);
  });

  test("is refused in words: no message, no such role, a broken template", async () => {
    await expect(model.generate({messages: []})).rejects.toThrow("the chat is empty: got 0");
    await expect(model.generate({messages: [{role: "assistant", content: "hi"}]})).rejects.toThrow(
      "the chat template refuses these messages: the user begins"
    );
    const broken = await atlasWith("{% if %}");
    await expect(broken.generate(hello)).rejects.toThrow("chat template: ");
    broken.dispose();
  });
});

test("a text that ends within a character shows what is whole, and never takes anything back", async () => {
  const {tokenizer} = await openSource("atlas");
  const whole = "a 🙂é日本, café";
  const ids = tokenizer!.encode(whole).map(({id}) => id);
  let shown = "";
  let halves = 0;
  for (let count = 1; count <= ids.length; count++) {
    const text = tokenizer!.decode(ids.slice(0, count));
    if (text.endsWith("\uFFFD")) halves++;
    const now = settled(text, []);
    expect(now.startsWith(shown)).toBe(true);
    expect(now).not.toContain("\uFFFD");
    expect(whole.startsWith(now)).toBe(true);
    shown = now;
  }
  expect(halves).toBeGreaterThan(5);
  expect(shown).toBe(whole);
});

if (absent) test.skip(absent, () => {});

describe.skipIf(absent)("SmolLM2", () => {
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(smollm2, {backend: "onnx"});
  });
  afterAll(() => model?.dispose());
  const france = {messages: [{role: "user", content: "What is the capital of France?"}]};

  test("writes a chat as its authors do, a system's message of its own first", () => {
    const textOf = (input: typeof france): string =>
      model
        .tokenize(input)
        .map(({text}) => text)
        .join("");
    expect(textOf(france)).toBe(
      "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n<|im_start|>user\nWhat is the capital of France?<|im_end|>\n<|im_start|>assistant\n"
    );
    expect(textOf({messages: [{role: "system", content: "Be brief."}, ...france.messages]})).toBe(
      "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhat is the capital of France?<|im_end|>\n<|im_start|>assistant\n"
    );
    const special = model.tokenize(france).filter((token) => token.special);
    expect(special.map(({id}) => id)).toEqual([1, 2, 1, 2, 1]);
  });

  test("answers, and ends its turn", async () => {
    const {text, stopped, steps} = await model.generate(france, {tokens: 20});
    expect(text).toBe("The capital of France is Paris.");
    expect(stopped).toEqual({reason: "end"});
    expect(steps.at(-1)!.token.text).toBe("<|im_end|>");
  });

  test("goes on in an answer that is begun, and the map explains it by the conversation", async () => {
    const messages = [...france.messages, {role: "assistant", content: "The capital of France is"}];
    const {top} = await model.candidates({messages, continue: true});
    expect(top[0]!.text).toBe(" Paris");
    expect(top[0]!.probability).toBeGreaterThan(0.5);
    const {tokens, groups} = await model.explain(
      {messages, continue: true},
      {method: "occlusion", unit: "message", without: "template"}
    );
    expect(tokens.at(-1)).toMatchObject({text: " is", turn: 1, role: "assistant", template: false});
    expect(groups!.map(({text}) => text)).toEqual(messages.map(({content}) => content));
  });
});
