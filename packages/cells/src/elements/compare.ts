import {InputError} from "@ecco/engine";
import type {AttributionMethod, Baseline, ExplainOptions, TargetKind} from "@ecco/engine";
import {Compare, inPlaceOf, promptConverter} from "@ecco/viz";
import type {Side, Sides} from "@ecco/viz";
import type {RemoteModel} from "../engine/remote-model.ts";
import {openModel} from "../engine/shared-models.ts";
import {masksOf} from "../questions/produced.ts";
import {readCompare} from "../recorded/read-compare.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import {given} from "./plan.ts";
import type {Plan, Request, Subject, Work} from "./plan.ts";
import type {ModelLike} from "./source.ts";

const methods = ["deeplift", "integrated-gradients", "input-x-gradient", "occlusion", "saliency"];
const most = 20;

/**
 * Shows the prompt beside another one, or as another model reads it, live. Explains the second side's answer against
 * the first's where one model gives both; else the first side's on both.
 */
export class ConnectedCompare extends Compare {
  static override properties = {
    ...Compare.properties,
    ...connected,
    otherPrompt: {attribute: "other-prompt", converter: promptConverter},
    otherModel: {attribute: "other-model"},
    target: {},
    foil: {},
    of: {},
    baseline: {},
    steps: {type: Number}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** The second side's text or conversation; beside a conversation a text is what the user says last. Defaults to the prompt. */
  declare otherPrompt: PromptInput | undefined;
  /** The model of the second side, by name or address; defaults to the model. */
  declare otherModel: string | undefined;
  /** The token explained on both sides: its exact text (" London") or "#id". */
  declare target: string | undefined;
  /** The token it is contrasted with. */
  declare foil: string | undefined;
  /** logprob (default; with a foil the difference), logit or probability. */
  declare of: string | undefined;
  /** What an absent token is replaced by. */
  declare baseline: string | undefined;
  /** Steps of integrated gradients; defaults to 50. */
  declare steps: number | undefined;

  readonly #plan: ComparePlan;

  constructor() {
    super();
    this.choices = {method: methods};
    this.#plan = new ComparePlan(this);
    new Connection<Sides>(this, this.#plan);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#plan.letGo();
  }
}

/** A text, as one model reads it. */
interface Reading {
  readonly model: RemoteModel;
  readonly prompt: PromptInput;
  /** Of the mask; undefined: the end. */
  readonly at: {readonly position?: number};
}

class ComparePlan implements Plan<Sides> {
  readonly #host: ConnectedCompare;
  #other: {readonly name: string; readonly model: RemoteModel} | undefined;

  constructor(host: ConnectedCompare) {
    this.#host = host;
  }

  /** Lets go of the other model. */
  letGo(): void {
    this.#other?.model.dispose();
    this.#other = undefined;
  }

  about(prompt: PromptInput | undefined): PromptInput | undefined {
    const {otherPrompt, otherModel} = this.#host;
    return prompt && (otherPrompt || otherModel) ? prompt : undefined;
  }

  #options(): ExplainOptions {
    const {method, of, baseline, steps} = this.#host;
    return given({
      method: method as AttributionMethod | undefined,
      of: of as TargetKind | undefined,
      baseline: baseline as Baseline | undefined,
      steps
    });
  }

  request(): Request {
    const {otherPrompt, otherModel, target, foil} = this.#host;
    return {...this.#options(), ...given({otherPrompt, otherModel, target, foil})};
  }

  async #modelOf(model: RemoteModel, signal: AbortSignal): Promise<RemoteModel> {
    const name = this.#host.otherModel;
    if (!name) return model;
    if (this.#other?.name === name) return this.#other.model;
    this.letGo();
    const {backend, models} = model.source ?? {};
    const opened = await openModel(name, {...given({backend, models}), signal});
    this.#other = {name, model: opened};
    return opened;
  }

  async answer(
    {model, prompt}: Subject,
    _request: Request,
    {signal, progress}: Work<Sides>
  ): Promise<Sides> {
    const other = await this.#modelOf(model, signal);
    const one = await readingOf(model, prompt);
    const two = await readingOf(other, inPlaceOf(prompt, this.#host.otherPrompt || prompt));
    const [first, second] = [
      await model.candidates(one.prompt, {top: most, ...one.at, signal}),
      await other.candidates(two.prompt, {top: most, ...two.at, signal})
    ];
    const named = await this.#targets(one, two, [first.top[0]!, second.top[0]!]);
    const explained = async (
      {model: asked, prompt: text, at}: Reading,
      target: ExplainOptions,
      half: number
    ): Promise<Side["attribution"]> =>
      asked.explain(text, {
        ...this.#options(),
        ...at,
        ...target,
        signal,
        progress: (done, total) => progress((half + done / total) / 2)
      });
    return {
      a: {attribution: await explained(one, named[0], 0), candidates: first},
      b: {attribution: await explained(two, named[1], 1), candidates: second}
    };
  }

  /** Returns what is explained on each side. */
  async #targets(
    one: Reading,
    two: Reading,
    [first, second]: readonly {readonly id: number; readonly text: string | null}[]
  ): Promise<readonly [ExplainOptions, ExplainOptions]> {
    const {target, foil} = this.#host;
    const against = given({foil});
    if (target !== undefined)
      return [
        {target, ...against},
        {target, ...against}
      ];
    if (one.model === two.model) {
      const changed = first!.id === second!.id ? {} : {foil: first!.id};
      const both = {target: second!.id, ...changed, ...against};
      return [both, both];
    }
    const there = await sameToken(two.model, first!.text);
    return [
      {target: first!.id, ...against},
      {target: there ?? second!.id, ...against}
    ];
  }

  // The second side has positions of its own, and none in the text.
  outward = (position: number): number => position;

  selection(): number | null {
    const {value} = this.#host;
    return value?.side === "a" ? value.position : null;
  }

  read = readCompare;
}

async function readingOf(model: RemoteModel, prompt: PromptInput): Promise<Reading> {
  if (model.info.kind !== "masked") return {model, prompt, at: {}};
  const [position] = masksOf(await model.tokenize(prompt));
  if (position === undefined)
    throw new InputError(
      `nothing to fill: the text of ${model.info.name} has no mask; write [MASK] into it`
    );
  return {model, prompt, at: {position}};
}

/** Returns another model's token of the same word, however it writes spaces and case; undefined when it has none. */
async function sameToken(model: RemoteModel, text: string | null): Promise<number | undefined> {
  if (text === null) return undefined;
  const bare = text.trim();
  for (const form of new Set([text, ` ${bare}`, bare, bare.toLowerCase()])) {
    const found = await model.token(form).catch(() => undefined);
    if (found) return found.id;
  }
  return undefined;
}
