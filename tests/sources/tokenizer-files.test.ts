/** Tokenizers as folders have them: without tokenizer.json, with tokens that other files add, longer or shorter than the table. */
import {describe, expect, test} from "vitest";
import {
  describeSource,
  InputError,
  loadModel,
  openSource,
  withChoice
} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {blobFile, locateGiven} from "../../packages/engine/src/sources/dropped.ts";
import type {Files} from "../../packages/engine/src/sources/files.ts";
import {chatTemplateOf} from "../../packages/engine/src/sources/settings.ts";
import {tokenizerOf} from "../../packages/engine/src/sources/tokenizer-files.ts";
import {letters, lettersJson, tinyFolder} from "./tiny-folder.ts";
import type {TinyFolder} from "./tiny-folder.ts";

const load = (folder: TinyFolder, notices: string[] = []): Promise<Model> =>
  loadModel(tinyFolder(folder), {
    backend: "reference",
    notice: (notice) => notices.push(notice)
  });
const idsOf = (model: Model, text: string): number[] => model.tokenize(text).map(({id}) => id);
const token = (content: string, more: object = {}): object => ({
  content,
  lstrip: false,
  normalized: false,
  rstrip: false,
  single_word: false,
  special: true,
  ...more
});
const chat =
  "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}";
const json = {"tokenizer.json": lettersJson([{id: 0, ...token("<|endoftext|>")}])};

describe("tokens that other files add", () => {
  test.each([
    [
      "added_tokens_decoder",
      {
        "tokenizer_config.json": {
          added_tokens_decoder: {33: token("<|im_start|>"), 34: token("<|im_end|>")},
          eos_token: "<|im_end|>",
          chat_template: chat
        }
      }
    ],
    [
      "added_tokens.json and special_tokens_map.json",
      {
        "added_tokens.json": {"<|im_end|>": 34, "<|im_start|>": 33},
        "special_tokens_map.json": {
          eos_token: token("<|im_end|>"),
          additional_special_tokens: ["<|im_start|>"]
        },
        "chat_template.jinja": chat
      }
    ]
  ])("of %s are one token each, in a text and in a chat", async (_, files) => {
    const model = await load({rows: 35, files: {...json, ...files}, likeliest: 34});
    expect(idsOf(model, "<|im_start|>ab")).toEqual([33, 1, 2]);
    expect(model.tokenize("<|im_start|>ab")[0]).toMatchObject({special: true});
    const messages = [{role: "ab", content: "c"}];
    expect(model.tokenize({messages}).map(({id}) => id)).toEqual([33, 1, 2, 32, 3, 34, 32]);
    const {steps, stopped} = await model.chat(messages, {tokens: 5});
    expect([steps.length, stopped.reason]).toEqual([1, "end"]);
  });

  test("whose ids contradict the vocabulary are not read, and ids still are", async () => {
    const notices: string[] = [];
    const files = {...json, "added_tokens.json": {"<x>": 5}};
    const model = await load({rows: 35, files}, notices);
    expect(notices.join()).toMatch(
      /added_tokens\.json: token 5 is "<x>" there, and "e" in the voc/
    );
    expect(() => model.tokenize("a")).toThrow(/no tokenizer, .* ids \(added_tokens\.json: token 5/);
    expect(model.tokenize({ids: [1, 5]}).map(({text}) => text)).toEqual([null, null]);
  });
});

describe("without tokenizer.json", () => {
  const merges = "#version: 0.2\nh e\nl l\nhe ll\nhell o\n";
  const vocab = {...letters, he: 33, ll: 34, hell: 35, hello: 36};

  test("vocab.json and merges.txt are GPT-2's", async () => {
    const files = {"vocab.json": vocab, "merges.txt": merges};
    const model = await load({rows: 37, files});
    expect(idsOf(model, "hello a<|endoftext|>")).toEqual([36, 27, 1, 0]);
  });

  test("a vocabulary of no known kind is refused with what was found", async () => {
    const files = {"vocab.json": vocab, "merges.txt": merges};
    const config = {tokenizer_class: "MyTokenizer"};
    const model = await load({rows: 37, files: {...files, "tokenizer_config.json": config}});
    expect(() => model.tokenize("a")).toThrow(
      /tokenizer_class is "MyTokenizer", which is not read without a tokenizer\.json; one of GPT2Tok/
    );
  });

  test("and without any other, it is said what was looked for and how to make one", async () => {
    const model = await load({rows: 35});
    const said =
      /no tokenizer, so it cannot read a text; give ids \(looked for tokenizer\.json, vocab\.json with merges\.txt, vocab\.txt, tokenizer\.model.*AutoTokenizer\.from_pretrained/;
    expect(() => model.tokenize("a")).toThrow(said);
    expect(() => model.token("a")).toThrow(/it does not know "a"; give #id \(looked for/);
    expect((await model.generate({ids: [1]}, {tokens: 1})).text).toBeNull();
  });
});

describe("chat templates", () => {
  const two = {
    "additional_chat_templates/rag.jinja": "rag {{ messages[0].content }}",
    "additional_chat_templates/tool_use.jinja": "tools {{ messages[0].content }}"
  };
  const files = {...json, "tokenizer_config.json": {chat_template: "old"}};
  const written = async (more: Readonly<Record<string, object | string>>): Promise<string> => {
    const model = await load({rows: 35, files: {...files, ...more}});
    return model
      .tokenize({messages: [{role: "a", content: "b"}]})
      .map(({text}) => text)
      .join("");
  };

  test("of a file come before that of tokenizer_config.json", async () => {
    expect(await written({"chat_template.jinja": "new {{ messages[0].content }}"})).toBe("new b");
    expect(await written({"chat_template.jinja": "new", ...two})).toBe("new");
  });

  test("of chat_template.json come last", async () => {
    const older = {"chat_template.json": {chat_template: "older"}};
    expect(await written(older)).toBe("old");
    expect(await written({...older, "tokenizer_config.json": {}})).toBe("older");
  });

  test("of several one is named behind the model", async () => {
    const named = ["rag", "tool use"].map((name) => ({
      name,
      template: `${name} {{ messages[0].content }}`
    }));
    const folder = tinyFolder({
      rows: 35,
      files: {...json, "tokenizer_config.json": {chat_template: named}}
    });
    const chosen = async (name: string) => {
      const {tokenizer, notices} = await openSource(withChoice(folder, name));
      return [tokenizer!.chatTemplate, notices];
    };
    expect(await chosen("tool use")).toEqual(["tool use {{ messages[0].content }}", []]);
    await expect(chosen("tools")).rejects.toThrow(
      'no chat template is called "tools"; it has rag, tool use'
    );
    expect((await describeSource(withChoice(folder, "rag"))).name).not.toMatch("#");
  });

  test("of several without a default are said, and the first is taken", async () => {
    const notices: string[] = [];
    const named = ["rag", "tool_use"].map((name) => ({name, template: name}));
    await load(
      {rows: 35, files: {...json, "tokenizer_config.json": {chat_template: named}}},
      notices
    );
    expect(notices.join()).toMatch(
      /2 chat templates \(rag, tool_use\), and none called default; rag is/
    );
  });

  test("in a folder of their own are found among dropped files", async () => {
    const paths = [
      "m/config.json",
      "m/additional_chat_templates/rag.jinja",
      "m/chat_template.jinja"
    ];
    const given = paths.map((path) =>
      Object.defineProperty(new File(["text"], path.split("/").at(-1)!), "webkitRelativePath", {
        value: path
      })
    );
    const {files: dropped} = await locateGiven(given);
    const about = {name: "m", settings: {}, config: {}};
    expect(await chatTemplateOf(dropped, undefined, about)).toEqual({
      chat_template: [
        {name: "default", template: "text"},
        {name: "rag", template: "text"}
      ]
    });
  });
});

describe("tokens that are added beside tokenizer.json", () => {
  const beside = (extra: object): Record<string, unknown> => ({
    "tokenizer.json": lettersJson(),
    "added_tokens.json": {"[MORE]": 33},
    "tokenizer_config.json": extra
  });
  const readBy = async (contents: Record<string, unknown>, listed: boolean) => {
    const asked: string[] = [];
    const files: Files = {
      location: "m",
      open: (name) => {
        asked.push(name);
        const found = contents[name];
        const bytes = new TextEncoder().encode(JSON.stringify(found));
        return Promise.resolve(found === undefined ? null : blobFile(new Blob([bytes])));
      },
      ...(listed ? {list: () => Promise.resolve(Object.keys(contents))} : {})
    };
    const settings = contents["tokenizer_config.json"] as Record<string, unknown>;
    const given = {json: contents["tokenizer.json"], settings, config: {}};
    const {tokenizer} = await tokenizerOf("m", files, given, undefined);
    return {ids: tokenizer!.encode("a[MORE]").map(({id}) => id), asked};
  };

  test("are read of a host without a list too, which is asked only where nothing else says them", async () => {
    expect((await readBy(beside({}), true)).ids).toEqual([1, 33]);
    expect(await readBy(beside({}), false)).toEqual({
      ids: [1, 33],
      asked: ["added_tokens.json", "special_tokens_map.json"]
    });
    const newer = beside({added_tokens_decoder: {"33": {content: "[MORE]"}}});
    expect(await readBy(newer, false)).toEqual({ids: [1, 33], asked: []});
  });
});

describe("a tokenizer longer than the table", () => {
  const longer = {"tokenizer.json": lettersJson([{id: 33, ...token("[PAD]")}])};

  test("is an error that names token and table on every way in", async () => {
    const model = await load({rows: 33, files: longer});
    const said =
      /"\[PAD\]" is token 33 of the tokenizer, but the model's table has 33 rows \(0 to 32\)/;
    await expect(model.generate("ab[PAD]")).rejects.toThrow(said);
    await expect(model.generate("ab[PAD]")).rejects.toBeInstanceOf(InputError);
    await expect(model.explain("ab", {target: "[PAD]"})).rejects.toThrow(said);
    await expect(model.explain("ab", {span: "c[PAD]"})).rejects.toThrow(said);
    await expect(model.explain("ab", {baseline: "[PAD]"})).rejects.toThrow(said);
    await expect(model.score("ab", {continuation: "[PAD]"})).rejects.toThrow(said);
    expect(() => model.token("[PAD]")).toThrow(said);
    await expect(model.candidates({ids: [33]})).rejects.toThrow(
      /got 33, expected whole numbers from 0 to 32/
    );
    expect((await model.candidates("ab")).tokens).toHaveLength(2);
  });
});

describe("rows without a token", () => {
  test("are called by their numbers in texts, streams and stops", async () => {
    const model = await load({rows: 40, files: json, likeliest: 37});
    const {text, steps} = await model.generate("ab", {tokens: 2});
    expect(text).toBe("#37#37");
    expect(steps[0]!.token).toMatchObject({id: 37, text: null});
    const shown: (string | null)[] = [];
    for await (const {text: now} of model.stream("ab", {tokens: 2})) shown.push(now);
    expect(shown.at(-1)).toBe("#37#37");
    const stopped = await model.generate("ab", {tokens: 3, stop: ["#37"]});
    expect(stopped.stopped).toMatchObject({reason: "stop"});
    const {tokens} = await model.explainAll("ab", {tokens: 2});
    expect(tokens.slice(2).map(({id, text: own}) => [id, own])).toEqual([
      [37, null],
      [37, null]
    ]);
  });
});

test("nothing more is asked of a folder whose tokenizer is read", async () => {
  const {notices, noTokenizer} = await openSource(tinyFolder({rows: 35, files: json}));
  expect([notices, noTokenizer]).toEqual([[], undefined]);
});

test("an added token whose id leaves a gap is not read: programs number it differently", async () => {
  const model = await load({rows: 40, files: {...json, "added_tokens.json": {"<x>": 36}}});
  expect(() => model.tokenize("a")).toThrow(
    /"<x>" is token 36 there, and 33 would follow the others/
  );
});
