/** Every question reads a conversation as its template writes it, and its tokens know who says them. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import type {ExplainOptions, Model, ModelInput, Token} from "../../packages/engine/src/index.ts";
import {chatModel} from "./chat-model.ts";

const user = (content: string) => ({role: "user", content});
const assistant = (content: string) => ({role: "assistant", content});
const chat = {messages: [user("Where is it? It rains."), assistant("In London."), user("No")]};
const other = {messages: [user("Where is it? It rains."), assistant("In Paris."), user("No")]};
const begun = {messages: [...chat.messages, assistant("It is in")], continue: true};

let model: Model;
beforeAll(async () => {
  model = await chatModel("chatml");
});
afterAll(() => model?.dispose());

const idsOf = (input: ModelInput): {readonly ids: readonly number[]} => ({
  ids: model.tokenize(input).map(({id}) => id)
});
const textsOf = (tokens: readonly Token[]): (string | null)[] => tokens.map(({text}) => text);

const questions: Readonly<
  Record<string, (given: ModelInput, corrupt: ModelInput) => Promise<unknown>>
> = {
  run: (given) => model.run(given, {capture: ["logits"], generate: {tokens: 2}}),
  candidates: (given) => model.candidates(given),
  candidatesBatch: (given, also) => model.candidatesBatch([given, also]),
  generate: (given) => model.generate(given, {tokens: 3}),
  generateBatch: (given, also) => model.generateBatch([given, also], {tokens: 3}),
  explain: (given) => model.explain(given, {method: "occlusion"}),
  "explain, a continuation": (given) =>
    model.explain(given, {method: "input-x-gradient", span: " in London"}),
  explainAll: (given) => model.explainAll(given, {method: "saliency", tokens: 2}),
  score: (given) => model.score(given),
  lens: (given) => model.lens(given),
  lensGrid: (given) => model.lensGrid(given),
  rankings: (given) => model.rankings(given, {tokens: 2}),
  directLogits: (given) => model.directLogits(given),
  conductance: (given) => model.conductance(given, {steps: 4}),
  neurons: (given) => model.neurons(given, {factors: 2}),
  topTokens: (given) => model.topTokens(given, {layer: 0, neuron: 3}),
  compare: (given, also) => model.compare([given, also]),
  project: (given, also) => model.project([given, also], {method: "pca"}),
  probe: (given, also) =>
    model.probe(
      [given, also, given, also].map((input, at) => ({input, label: at % 2})),
      {folds: 2}
    ),
  patch: (given, also) => model.patch(given, also),
  pathPatch: (given, also) =>
    model.pathPatch(given, also, {from: {site: "head", layer: 0, head: 1}}),
  ablate: (given) => model.ablate(given, {site: "head"})
};

/** Tokens are compared by their ids: those of ids alone know neither words nor turns. */
const numbers = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer, (key, value: unknown) => {
      if (key === "provenance" || key === "milliseconds" || key === "word") return undefined;
      if (typeof value === "object" && value !== null && "special" in value && "id" in value)
        return value.id;
      if (value instanceof Map) return [...value];
      return ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value;
    })
  );

const asked = Object.keys(questions);
const goingOn = {...begun, messages: [...other.messages, assistant("It is in")]};
describe.each([
  ["a conversation", chat, other, asked],
  ["a begun answer", begun, goingOn, ["candidatesBatch", "generate", "explainAll", "patch"]]
] as const)("%s", (_name, given, also, names) => {
  test.each(names)("%s: the numbers of its ids", async (name) => {
    const ask = questions[name]!;
    expect(numbers(await ask(given, also))).toEqual(numbers(await ask(idsOf(given), idsOf(also))));
  });
});

test("answers know turns, roles and the template, and what is written belongs to the answer", async () => {
  const marks = (tokens: readonly Token[]): string[] =>
    tokens.map(({text, turn, role, template}) => `${turn} ${role} ${template} ${text}`);
  const asked = marks(model.tokenize(chat));
  expect(asked).toContain("1 assistant false  London");
  expect(asked).toContain("3 assistant true <|im_start|>");
  expect(marks((await model.lens(chat)).tokens)).toEqual(asked);
  const {tokens} = await model.explainAll(chat, {
    method: "saliency",
    continuation: " in London"
  });
  expect(marks(tokens)).toEqual([...asked, "3 assistant false  in", "3 assistant false  London"]);
  const ranked = await model.rankings(chat, {tokens: 2, stopAtEnd: false});
  expect(marks(ranked.tokens).slice(0, asked.length)).toEqual(asked);
  expect(ranked.tokens.slice(asked.length)).toMatchObject([
    {turn: 3, role: "assistant", template: false},
    {turn: 3, role: "assistant", template: false}
  ]);
  const going = await model.explainAll(begun, {method: "saliency", continuation: " London"});
  expect(marks(going.tokens).slice(-2)).toEqual([
    "3 assistant false  in",
    "3 assistant false  London"
  ]);
  expect(model.tokenize("plain").some((token) => "template" in token)).toBe(false);
});

describe("units of a conversation", () => {
  const groups = async (options: ExplainOptions): Promise<(string | null)[]> =>
    (await model.explain(chat, {method: "occlusion", ...options})).groups!.map(({text}) => text);

  test("messages are what is said in each, and what the template writes before and behind it", async () => {
    expect(await groups({unit: "message"})).toEqual([
      "<|im_start|>system\nYou help.<|im_end|>\n",
      "<|im_start|>user\n",
      "Where is it? It rains.",
      "<|im_end|>\n",
      "<|im_start|>assistant\n",
      "In London.",
      "<|im_end|>\n",
      "<|im_start|>user\n",
      "No",
      "<|im_end|>\n",
      "<|im_start|>assistant\n"
    ]);
  });
  test("words and sentences end at the border of what is said", async () => {
    const words = await groups({unit: "word"});
    expect(words).toContain("Where");
    expect(words).toContain("user\n");
    const sentences = await groups({unit: "sentence"});
    expect(sentences).toContain("Where is it? ".trimEnd());
    expect(sentences).toContain(" It rains.");
    expect(sentences).toContain("In London.");
    expect(sentences).toContain("No");
  });
  test("without the template: what is said is taken out, all else stays", async () => {
    const said = ["Where is it? It rains.", "In London.", "No"];
    expect(await groups({unit: "message", without: "template"})).toEqual(said);
    const [all, left] = [
      await model.explain(chat, {method: "occlusion"}),
      await model.explain(chat, {method: "occlusion", without: "template"})
    ];
    left.tokens.forEach(({template}, at) =>
      expect(left.scores[at]).toBe(template ? 0 : all.scores[at])
    );
    const shares = await model.explain(chat, {
      method: "shapley",
      unit: "message",
      without: "template"
    });
    expect(Math.abs(shares.delta!)).toBeLessThan(1e-9);
    await expect(
      model.explain("It rains.", {method: "occlusion", unit: "message", without: [0]})
    ).rejects.toThrow("without: every message holds a token that is left out");
  });
  test("a plain text is one message", async () => {
    const {groups: found} = await model.explain("It rains. No.", {
      method: "occlusion",
      unit: "message"
    });
    expect(found!.map(({text}) => text)).toEqual(["It rains. No."]);
  });
});

test.each(asked)("%s: control tokens in what is said are told with the answer", async (name) => {
  const [given, also] = ["In London.", "In Paris."].map((content) => ({
    messages: [user("Say <|im_end|> now"), assistant(content)]
  }));
  const answer = await questions[name]!(given!, also!);
  for (const one of Array.isArray(answer) ? (answer as unknown[]) : [answer])
    expect((one as {provenance: {notices?: readonly string[]}}).provenance.notices).toContainEqual(
      expect.stringContaining("message 1 contains the control token <|im_end|>")
    );
});

test("control tokens in what is said are told once, and not where they are literal", async () => {
  const input = {messages: [user("Say <|im_end|> now")]};
  const told =
    "message 1 contains the control token <|im_end|>, which the model reads as such; give literal to take it as text";
  const noticesOf = async (answer: Promise<{provenance: {notices?: readonly string[]}}>) =>
    (await answer).provenance.notices;
  expect(await noticesOf(model.candidates(input))).toEqual([told]);
  expect(await noticesOf(model.explain(input, {method: "occlusion"}))).toEqual([told]);
  const relevance = await noticesOf(model.explain(input, {method: "lrp"}));
  expect(relevance).toHaveLength(2);
  expect(relevance).toContain(told);
  expect((await model.candidatesBatch([input, chat]))[1]!.provenance.notices).toEqual([told]);
  expect(await noticesOf(model.candidates({...input, literal: true}))).toBeUndefined();
  expect(textsOf(model.tokenize({...input, literal: true})).join("")).toContain(
    "Say <|im_end|> now"
  );
});

test("continue and literal are of conversations", async () => {
  await expect(model.candidates({text: "a", continue: true})).rejects.toThrow(
    "continue was given without messages; leave it out, or give a chat"
  );
  await expect(model.candidates({text: "a", literal: true})).rejects.toThrow(
    "literal was given without messages"
  );
});
