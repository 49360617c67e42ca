/** Every element takes a conversation as its prompt, in every way that one can be said. */
import "@ecco/cells/elements";
import {configure, createLibrary} from "@ecco/cells";
import type {RemoteModel} from "@ecco/cells";
import {readPrompt, writePrompt} from "@ecco/viz";
import type {PromptInput} from "@ecco/viz";
import {afterEach, beforeEach, expect, test} from "vitest";
import {drawn, show, the, until} from "./page.ts";
import {eventually} from "../eventually.ts";

const said = [{role: "user", content: "What is the capital of France?"}] as const;
const begun = {
  messages: [...said, {role: "assistant", content: "The capital of France is"}],
  continue: true
} as const;

/** Questions as they came, with what they were about. */
let asked: {
  readonly question: string;
  readonly inputs: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>> | undefined;
}[] = [];

const token = {id: 1, text: " a", word: 0, start: 0, end: 2, special: false};
const provenance = {
  model: "fake",
  revision: null,
  architecture: "llama",
  backend: "webgpu",
  dtype: "float32",
  ecco: "0",
  milliseconds: 1,
  forwards: 1,
  backwards: 0
};
const candidates = {
  tokens: [token],
  position: 0,
  top: [{id: 1, text: " a", probability: 0.5, logit: 1, rank: 1}],
  entropy: 1,
  vocabulary: 2,
  provenance
};
const step = {token, probability: 0.5, candidates: [], entropy: 1, position: 1};
const produced = [token, {...token, id: 2, text: " b"}, {...token, id: 3, special: true}];
const isBegun = (input: unknown): boolean => JSON.stringify(input).includes('"continue":true');
const answers: Readonly<Record<string, unknown>> = {
  // A begun answer is read as what was produced of it.
  tokenize: (input: unknown) => [token, ...(isBegun(input) ? produced.slice(0, 1) : [])],
  candidates,
  generate: {
    tokens: [token],
    steps: produced.map((one) => ({...step, token: one})),
    text: " a b",
    stopped: {reason: "length"},
    seed: null,
    provenance
  },
  explain: (input: unknown) => ({
    method: "occlusion",
    target: {id: 1, text: " a", of: "logprob", value: -1, foil: null, position: 0},
    tokens: [token, ...(isBegun(input) ? produced.slice(0, 1) : [])],
    encoderLength: isBegun(input) ? 2 : 1,
    scores: isBegun(input) ? [1, 2] : [1],
    norms: isBegun(input) ? [1, 2] : [1],
    delta: null,
    change: null,
    baseline: null,
    steps: null,
    provenance
  })
};

/** A model that notes what it is asked, and answers the least. */
const model = new Proxy({} as Record<string, unknown>, {
  get: (_, question: string) => {
    if (question === "info")
      return {
        name: "fake",
        kind: "causal",
        backend: "webgpu",
        reason: "",
        layers: 2,
        heads: 2,
        context: 64,
        sites: ["layers.0.attention.pattern", "layers.1.attention.pattern", "layers.0.neurons"]
      };
    if (question === "dispose") return () => undefined;
    if (["then", "source", "lost"].includes(question)) return undefined;
    return async (...args: readonly unknown[]) => {
      const inputs = ["patch", "pathPatch"].includes(question)
        ? args.slice(0, 2)
        : [args[0]].flat();
      asked.push({question, inputs, options: args[1] as Readonly<Record<string, unknown>>});
      const answer = answers[question];
      if (typeof answer === "function") return (answer as (input: unknown) => unknown)(args[0]);
      if (answer !== undefined) return answer;
      throw new Error("noted");
    };
  }
}) as unknown as RemoteModel;

beforeEach(() => {
  asked = [];
  configure({load: async () => model, linger: 0});
});
afterEach(async () => {
  document.body.replaceChildren();
  await new Promise((resolve) => setTimeout(resolve, 10));
  configure({load: undefined, linger: undefined});
});

/** Elements, and what else they need before they ask; the question that each is about. */
const views = {
  "ecco-saliency": ["explain", ""],
  "ecco-factors": ["neurons", ""],
  "ecco-activations": ["neurons", ""],
  "ecco-saliency-factors": ["explain", ""],
  "ecco-attribution-matrix": ["explainAll", ""],
  "ecco-methods": ["explain", 'methods="occlusion"'],
  "ecco-candidates": ["candidates", ""],
  "ecco-attention": ["run", ""],
  "ecco-generation": ["generate", ""],
  "ecco-logit-lens": ["lensGrid", ""],
  "ecco-rankings": ["rankings", ""],
  "ecco-score": ["score", ""],
  "ecco-direct-logits": ["directLogits", ""],
  "ecco-patching": ["patch", 'corrupt="What is the capital of Spain?"'],
  "ecco-ablation": ["ablate", ""],
  "ecco-compare": ["candidates", 'other-prompt="What is the capital of Spain?"'],
  "ecco-projection": ["project", ""],
  "ecco-similarity": ["compare", ""],
  "ecco-token-strip": ["tokenize", ""]
} as const;
type Tag = keyof typeof views;
const tags = Object.keys(views) as Tag[];

const escaped = (text: string): string => text.replaceAll('"', "&quot;");
const attribute = (prompt: PromptInput): string => escaped(writePrompt(prompt));

/** Returns what the element's own question was about. */
async function inputsOf(tag: Tag): Promise<readonly unknown[]> {
  const [question] = views[tag];
  await until(
    () => `${tag} asks ${question}; asked ${asked.map((one) => one.question).join()}`,
    () => asked.some((one) => one.question === question)
  );
  return asked.find((one) => one.question === question)!.inputs;
}

const spain = (prompt: typeof begun): PromptInput => ({
  ...prompt,
  messages: [{role: "user", content: "What is the capital of Spain?"}, ...prompt.messages.slice(1)]
});

test.each(tags)("%s: property, attribute, and what the surrounding model says", async (tag) => {
  const more = views[tag][1];
  const ways = [
    [`<${tag} model="fake" ${more}></${tag}>`, begun, begun],
    [`<${tag} model="fake" prompt="${attribute(begun)}" ${more}></${tag}>`, undefined, begun],
    [
      `<${tag} model="fake" messages="${escaped(JSON.stringify(begun.messages))}" continue ${more}></${tag}>`,
      undefined,
      begun
    ],
    [
      `<${tag} model="fake" chat prompt="${said[0].content}" system="Be short." ${more}></${tag}>`,
      undefined,
      {messages: [{role: "system", content: "Be short."}, ...said]}
    ],
    [
      `<${tag} model="fake" chat literal prompt="${said[0].content}" ${more}></${tag}>`,
      undefined,
      {messages: said, literal: true}
    ],
    [
      `<ecco-model src="fake" prompt="${attribute(begun)}"><${tag} ${more}></${tag}></ecco-model>`,
      undefined,
      begun
    ],
    [
      `<ecco-model src="fake" chat prompt="${said[0].content}"><${tag} ${more}></${tag}></ecco-model>`,
      undefined,
      {messages: said}
    ]
  ] as const;
  for (const [html, property, expected] of ways) {
    asked = [];
    show(html);
    const view = the(tag) as HTMLElementTagNameMap[Tag];
    if (property) view.prompt = property;
    const inputs = await inputsOf(tag);
    expect(inputs[0], html).toEqual(expected);
    if (expected === begun && tag === "ecco-patching")
      expect(inputs[1], html).toEqual(spain(begun));
    document.body.replaceChildren();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
});

test("both texts of a comparison are said in the same conversation", async () => {
  show(
    `<ecco-compare model="fake" prompt="${attribute(begun)}" other-prompt="What is the capital of Spain?"></ecco-compare>`
  );
  await until("two", () => asked.filter(({question}) => question === "candidates").length > 1);
  const inputs = asked
    .filter(({question}) => question === "candidates")
    .map((one) => one.inputs[0]);
  expect(inputs).toEqual([begun, spain(begun)]);
});

test.each(tags)("%s: markup and link say the conversation whole", async (tag) => {
  show(`<${tag} model="fake" ${views[tag][1]}></${tag}>`);
  const view = the(tag) as HTMLElementTagNameMap[Tag];
  view.prompt = begun;
  await inputsOf(tag);
  await drawn(view);
  expect(readPrompt(view.getAttribute("prompt")!)).toEqual(begun);
  const again = document.createElement(tag);
  again.setAttribute("prompt", view.getAttribute("prompt")!);
  expect(again.prompt).toEqual(begun);
  expect(view.prompt).toEqual(begun);
});

test("a snippet and a record hold the conversation, and a view finds its own in a trace", async () => {
  show(`<ecco-candidates model="fake" chat prompt="${said[0].content}"></ecco-candidates>`);
  const view = the("ecco-candidates");
  await until("answered", () => view.state === "live");
  expect(view.shownPrompt).toEqual({messages: said});
  const page = document.createElement("div");
  page.innerHTML = view.toSnippet();
  const copied = page.querySelector("ecco-candidates")!;
  expect(readPrompt(copied.getAttribute("prompt")!)).toEqual({messages: said});
  expect(copied.hasAttribute("chat")).toBe(false);
  expect(JSON.parse(view.toJson()).entries[0].request.prompt).toEqual({messages: said});

  const trace = {
    format: "ecco-trace",
    version: 1,
    entries: [
      {request: {prompt: said[0].content}, result: {...candidates, entropy: 2}},
      {request: {prompt: begun}, result: {...candidates, entropy: 3}},
      {request: {prompt: {messages: said}}, result: {...candidates, entropy: 4}}
    ]
  };
  const script = `<script type="application/json">${JSON.stringify(trace)}</script>`;
  for (const [attributes, entropy] of [
    [`prompt="${said[0].content}"`, 2],
    [`prompt="${attribute(begun)}"`, 3],
    [`chat prompt="${said[0].content}"`, 4]
  ] as const) {
    show(`<ecco-candidates ${attributes}>${script}</ecco-candidates>`);
    await until("drawn", () => the("ecco-candidates").data !== undefined);
    expect(the("ecco-candidates").data!.entropy).toBe(entropy);
  }
});

test("a later token of an answer is explained by the conversation with the answer begun, and the whole answer as one", async () => {
  show(
    `<ecco-saliency model="fake" chat prompt="${said[0].content}" unit="message" method="occlusion"></ecco-saliency>`
  );
  const view = the("ecco-saliency");
  await until("answered", () => view.state === "live");
  const explained = () => asked.filter(({question}) => question === "explain");
  expect(explained()[0]!.inputs).toEqual([{messages: said}]);
  expect(explained()[0]!.options).toMatchObject({unit: "message", target: 1});
  view.value = 2;
  await until("the second", () => explained().length > 1);
  expect(explained()[1]!.inputs).toEqual([
    {messages: [...said, {role: "assistant", content: " a"}], continue: true}
  ]);
  expect(explained()[1]!.options).toMatchObject({target: 2});
  view.whole = true;
  await until("the whole", () => explained().length > 2);
  expect(explained()[2]!.inputs).toEqual([{messages: said}]);
  // The end token behind an answer says nothing.
  expect(explained()[2]!.options).toMatchObject({span: [1, 2]});
});

test("what is no conversation is said in words, and asks nothing", async () => {
  show(`<ecco-candidates model="fake" messages='[{"role":"user"}]'></ecco-candidates>`);
  const view = the("ecco-candidates");
  await until("error", () => view.state === "error");
  expect(view.message).toMatch(/^messages: got \[\{"role":"user"\}\], expected a list of/);
  expect(asked).toEqual([]);
  view.setAttribute("messages", JSON.stringify(said));
  await until("answered", () => view.state === "live");
  expect(asked.at(-1)!.inputs).toEqual([{messages: said}]);
});

test("a text stays a text, also one that looks like a conversation's JSON", () => {
  const odd = JSON.stringify({messages: said});
  for (const text of ["", "plain", '{"a": 1}', '"quoted"', odd, JSON.stringify(odd)]) {
    expect(readPrompt(writePrompt(text))).toBe(text);
    if (text !== odd && text !== JSON.stringify(odd)) expect(writePrompt(text)).toBe(text);
  }
});

test("ecco.prompt edits a conversation: its value is there at once, and a new turn asks nothing until it says something", async () => {
  const ecco = createLibrary();
  const prompt = ecco.prompt({chat: true, system: "Be short."});
  expect(prompt.value).toEqual({
    messages: [
      {role: "system", content: "Be short."},
      {role: "user", content: ""}
    ]
  });
  expect(ecco.prompt({messages: said}).value).toEqual({messages: said});
  expect(ecco.prompt("text").value).toBe("text");
  expect(ecco.prompt("What?", {chat: true}).value).toEqual({
    messages: [{role: "user", content: "What?"}]
  });

  const main = show(`<ecco-model src="fake"><ecco-candidates></ecco-candidates></ecco-model>`);
  main.querySelector("ecco-model")!.prepend(prompt);
  const heard: PromptInput[] = [];
  main.addEventListener("input", (event) => {
    expect(event.target).toBe(prompt);
    heard.push(prompt.value);
  });
  await drawn(prompt);
  expect(asked).toEqual([]);
  const fields = (): HTMLTextAreaElement[] => [...prompt.renderRoot.querySelectorAll("textarea")];
  const type = (index: number, value: string): void => {
    fields()[index]!.value = value;
    fields()[index]!.dispatchEvent(new InputEvent("input", {bubbles: true, composed: true}));
  };
  type(1, "What?");
  const first = {
    messages: [
      {role: "system", content: "Be short."},
      {role: "user", content: "What?"}
    ]
  };
  await eventually(() =>
    expect(
      asked.filter(({question}) => question === "candidates").map((one) => one.inputs[0])
    ).toEqual([first])
  );
  prompt.renderRoot.querySelector<HTMLElement>("#add")!.click();
  await drawn(prompt);
  expect(prompt.renderRoot instanceof ShadowRoot && prompt.renderRoot.activeElement).toBe(
    fields()[2]
  );
  expect(asked.filter(({question}) => question === "candidates").length).toBe(1);
  type(2, "It");
  await drawn(prompt);
  prompt.renderRoot.querySelector<HTMLInputElement>(".begun input")!.click();
  const last = {messages: [...first.messages, {role: "assistant", content: "It"}], continue: true};
  await eventually(() =>
    expect(asked.findLast(({question}) => question === "candidates")!.inputs[0]).toEqual(last)
  );
  expect(heard.length).toBe(4);
  expect(prompt.value).toEqual(last);
  await drawn(prompt);
  prompt.renderRoot.querySelectorAll<HTMLElement>(".remove")[2]!.click();
  expect(prompt.value).toEqual(first);
  prompt.value = "plain";
  await drawn(prompt);
  // With `chat` a text is what the user says.
  expect(prompt.value).toEqual({
    messages: [
      {role: "system", content: "Be short."},
      {role: "user", content: "plain"}
    ]
  });
  expect(heard.length).toBe(5);
});

test("a cell that runs again with the same conversation leaves what the reader has written", async () => {
  let run = 0;
  const ecco = createLibrary({
    scope: () => ({cell: 1, run, signal: new AbortController().signal})
  } as Parameters<typeof createLibrary>[0]);
  const make = () => ecco.prompt({messages: [{role: "user", content: "one"}]});
  const prompt = make();
  document.body.append(prompt);
  await drawn(prompt);
  const field = prompt.renderRoot.querySelector("textarea")!;
  field.value = "two";
  field.dispatchEvent(new InputEvent("input", {bubbles: true, composed: true}));
  run++;
  expect(make()).toBe(prompt);
  expect(prompt.value).toEqual({messages: [{role: "user", content: "two"}]});
});
