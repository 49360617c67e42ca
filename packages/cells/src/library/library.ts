/** What a notebook's cells know as `ecco`. */
import "../elements.ts";
import {amplify, inhibit, readTranslators, steer, steeringVector} from "@ecco/engine";
import {format, areMessages, isConversation, samePrompt} from "@ecco/viz";
import type {Message, PromptInput} from "@ecco/viz";
import * as Inputs from "@observablehq/inputs";
import {modelHandle, scopedHandle} from "./model-handle.ts";
import type {ModelHandle, ModelOptions} from "./model-handle.ts";
import {Slots} from "./slots.ts";
import type {Scope} from "./slots.ts";
import {Tasks} from "./tasks.ts";
import type {Task} from "./tasks.ts";

/** Whether a property was set to the same before; a conversation that is written anew is the same. */
const same = (before: unknown, now: unknown): boolean =>
  Object.is(before, now) ||
  (isConversation(before) && isConversation(now) && samePrompt(before, now)) ||
  (areMessages(before) && areMessages(now) && samePrompt({messages: before}, {messages: now}));

type Tags = HTMLElementTagNameMap;
/** The properties of an element that can be set, by name. */
type Settable<E> = {
  readonly [K in keyof E as E[K] extends (...args: never[]) => unknown ? never : K]?:
    | E[K]
    | undefined;
};

export interface ViewOptions {
  readonly model?: ModelHandle | string;
  /** A text, or a conversation: `{messages: [{role: "user", content: "…"}], continue?}`. */
  readonly prompt?: PromptInput;
  /** Whether the prompt's text is what the user says in a conversation. */
  readonly chat?: boolean;
  /** What the model is told before anybody speaks. */
  readonly system?: string;
  /** What was said before the prompt. */
  readonly messages?: readonly Message[];
  /** Whether the last message is an answer that is begun. */
  readonly continue?: boolean;
  /** Whether control tokens in what is said are taken as the text they are written with. */
  readonly literal?: boolean;
  /** What a step of a guided text names it by: `<ecco-step for="lens">`. */
  readonly id?: string;
  /** Finds the element again where several stand in one cell and their number changes, or after an `await`. */
  readonly key?: string | number;
}

type Options<Tag extends keyof Tags> = ViewOptions &
  Omit<Settable<Tags[Tag]>, keyof HTMLElement | "model" | "prompt">;
/** How a field looks, and what makes its prompt a conversation. */
type PromptOptions = Omit<Options<"ecco-prompt">, "prompt" | "value" | "messages" | "system"> &
  Pick<ViewOptions, "system" | "messages">;
type Maker<Tag extends keyof Tags> = (options?: Options<Tag>) => Tags[Tag];

export interface LibraryOptions {
  /**
   * Says which cell is running now, and in which run; null outside of cells. With it, calls in a cell get the same
   * elements again when the cell runs again. Defaults to never knowing.
   */
  readonly scope?: () => Scope | null;
  /** Called with all questions that cells have asked themselves and that take longer than a moment, when one has news. */
  readonly working?: (tasks: readonly Task[]) => void;
}

export interface Library {
  /**
   * Returns a model by name (atlas), or by the address of a folder. What a cell asks it, before its first `await`, stops
   * when the cell runs again.
   */
  readonly model: (src: string, options?: ModelOptions) => ModelHandle;
  /**
   * Returns a field; its value is the text. Of a conversation every message has a field, and the value is the whole:
   * `ecco.prompt({messages: [{role: "user", content: "…"}]})`, `ecco.prompt({chat: true, system: "Answer in one word."})`.
   */
  readonly prompt: (
    what: PromptInput | PromptOptions,
    options?: PromptOptions
  ) => Tags["ecco-prompt"];
  readonly saliency: Maker<"ecco-saliency">;
  /** Returns every produced token explained by those before it: `ecco.attributionMatrix({model, prompt, produce: 6})`. */
  readonly attributionMatrix: Maker<"ecco-attribution-matrix">;
  /** Returns methods side by side: `view(ecco.methods({model, prompt, methods: ["deeplift", "occlusion"]}))` is the pinned one. */
  readonly methods: Maker<"ecco-methods">;
  readonly candidates: Maker<"ecco-candidates">;
  /** Returns how probable each token of a text is: `ecco.score({model, prompt: text})`; its value is the pinned position. */
  readonly score: Maker<"ecco-score">;
  /** Returns who looks at whom: `ecco.attention({model, prompt, layer: 4, head: "mean"})`; its value is the pinned weight. */
  readonly attention: Maker<"ecco-attention">;
  /** Returns a text as it is written: `ecco.generation({model, prompt, produce: 20, temperature: 0.8, topP: 0.9})`. */
  readonly generation: Maker<"ecco-generation">;
  readonly logitLens: Maker<"ecco-logit-lens">;
  readonly rankings: Maker<"ecco-rankings">;
  /** Returns a logit as a sum of what each part adds: `ecco.directLogits({model, prompt, foil: " Paris", by: "head"})`. */
  readonly directLogits: Maker<"ecco-direct-logits">;
  /** Returns which inner values carry an answer: `ecco.patching({model, clean, corrupt, target, foil, site: "head"})`. */
  readonly patching: Maker<"ecco-patching">;
  /** Returns what changes without each unit: `ecco.ablation({model, prompt, site: "head", with: "mean"})`. */
  readonly ablation: Maker<"ecco-ablation">;
  /** Returns two prompts, or two models, side by side: `ecco.compare({model, prompt, otherPrompt})`, `{model, prompt, otherModel: "cloze"}`. */
  readonly compare: Maker<"ecco-compare">;
  /** Returns how alike layers are: `ecco.similarity({model, prompt, texts, measure: "cka-debiased"})`; its value is the pinned pair. */
  readonly similarity: Maker<"ecco-similarity">;
  /** Returns how alike texts are by their vectors: `ecco.sentences({model, texts})`; its value is the pinned pair. */
  readonly sentences: Maker<"ecco-sentences">;
  /** Returns which words make two texts alike: `ecco.alike({model, prompt, otherPrompt})`; its value is the pinned word or pair. */
  readonly alike: Maker<"ecco-alike">;
  /** Returns what each layer tells of labels: `ecco.probe({model, examples: [{input: "The keys", label: "many"}, …]})`. */
  readonly probe: Maker<"ecco-probe">;
  /** Returns tokens as points of a map: `ecco.projection({model, texts, groups, layer: 5})`; its value is the pinned token. */
  readonly projection: Maker<"ecco-projection">;
  readonly tokens: Maker<"ecco-token-strip">;
  /** Returns neurons that fire together: `ecco.factors({model, prompt, layers: "3..4", factors: 8})`; its value is the pinned factor, neuron or position. */
  readonly factors: Maker<"ecco-factors">;
  /** Returns what neurons do at each token: `ecco.activations({model, prompt, groups: 3})`; its value is the pinned neuron and position. */
  readonly activations: Maker<"ecco-activations">;
  /** Returns which groups of words carried an answer: `ecco.saliencyFactors({model, prompt, factors: 6})`. */
  readonly saliencyFactors: Maker<"ecco-saliency-factors">;
  /** Returns a chooser of models; its value is what `ecco.model` takes: `view(ecco.modelPicker({value: "atlas"}))`. */
  readonly modelPicker: Maker<"ecco-model-picker">;
  /** Returns a menu of `@observablehq/inputs`. */
  readonly select: typeof Inputs.select;
  /** Returns a slider of `@observablehq/inputs`: `ecco.slider([1, 12], {step: 1, label: "layer"})`. */
  readonly slider: typeof Inputs.range;
  /** Numbers in words: probabilities, ranks, times. */
  readonly format: typeof format;
  /** Interventions for `model.generate(text, {interventions: [ecco.inhibit({layer: 3, neurons: [17]})]})`. */
  readonly inhibit: typeof inhibit;
  readonly amplify: typeof amplify;
  readonly steer: typeof steer;
  /** Returns a direction between texts: `await ecco.steeringVector(model, ["good"], ["bad"], {layer: 4})`. */
  readonly steeringVector: (
    model: ModelHandle,
    ...rest: Parameters<typeof steeringVector> extends [unknown, ...infer R] ? R : never
  ) => ReturnType<typeof steeringVector>;
  /** Returns matrices of a tuned or Jacobian lens from the bytes of a safetensors file. */
  readonly readTranslators: typeof readTranslators;
  /** Forgets the elements of a cell that is gone. */
  readonly forget: (cell: string | number) => void;
}

/** Returns what cells know as `ecco`. Elements it returns are inputs: `view(ecco.prompt("…"))`. */
export function createLibrary({
  scope = () => null,
  working = () => undefined
}: LibraryOptions = {}): Library {
  const slots = new Slots();
  const tasks = new Tasks(working);
  const handles = new WeakMap<ModelHandle, ModelHandle>();
  /** What was set by the last call, to be unset when the next one does not mention it. */
  const set = new WeakMap<HTMLElement, Readonly<Record<string, unknown>>>();

  function take<Tag extends keyof Tags>(tag: Tag, {key, ...options}: Options<Tag>): Tags[Tag] {
    const element = slots.take(scope(), tag, key, () => document.createElement(tag));
    const before = set.get(element as HTMLElement) ?? {};
    // Undefined is the same as not said.
    const now: Readonly<Record<string, unknown>> = Object.fromEntries(
      Object.entries(options).filter(([, value]) => value !== undefined)
    );
    const gone = Object.keys(before).filter((name) => !(name in now));
    if (gone.length) {
      const fresh = document.createElement(tag) as unknown as Readonly<Record<string, unknown>>;
      for (const name of gone) Object.assign(element, {[name]: fresh[name]});
    }
    for (const [name, value] of Object.entries(now))
      // What the reader has changed since stays, until the cell says something else.
      if (!(name in before) || !same(before[name], value)) Object.assign(element, {[name]: value});
    set.set(element as HTMLElement, now);
    return element;
  }
  const maker =
    <Tag extends keyof Tags>(tag: Tag): Maker<Tag> =>
    (options) =>
      take(tag, options ?? ({} as Options<Tag>));

  return {
    model(src, options) {
      const shared = modelHandle(src, options);
      const own = handles.get(shared) ?? scopedHandle(shared, {scope, tasks});
      handles.set(shared, own);
      return own;
    },
    prompt(what, options = {}) {
      const value = typeof what === "string" || isConversation(what) ? {value: what} : what;
      return take("ecco-prompt", {flat: true, ...options, ...value} as Options<"ecco-prompt">);
    },
    saliency: maker("ecco-saliency"),
    attributionMatrix: maker("ecco-attribution-matrix"),
    methods: maker("ecco-methods"),
    candidates: maker("ecco-candidates"),
    score: maker("ecco-score"),
    attention: maker("ecco-attention"),
    generation: maker("ecco-generation"),
    logitLens: maker("ecco-logit-lens"),
    rankings: maker("ecco-rankings"),
    directLogits: maker("ecco-direct-logits"),
    patching: maker("ecco-patching"),
    ablation: maker("ecco-ablation"),
    compare: maker("ecco-compare"),
    similarity: maker("ecco-similarity"),
    sentences: maker("ecco-sentences"),
    alike: maker("ecco-alike"),
    probe: maker("ecco-probe"),
    projection: maker("ecco-projection"),
    tokens: maker("ecco-token-strip"),
    factors: maker("ecco-factors"),
    activations: maker("ecco-activations"),
    saliencyFactors: maker("ecco-saliency-factors"),
    modelPicker: maker("ecco-model-picker"),
    select: Inputs.select,
    slider: Inputs.range,
    format,
    inhibit,
    amplify,
    steer,
    steeringVector: async (model, ...rest) =>
      steeringVector({run: model.run, info: (await model.ready()).info}, ...rest),
    readTranslators,
    forget: (cell) => slots.forget(cell)
  };
}
