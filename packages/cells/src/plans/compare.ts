import {InputError} from "@ecco/engine";
import type {AttributionMethod, Baseline, ExplainOptions, TargetKind} from "@ecco/engine";
import {inPlaceOf} from "@ecco/viz";
import type {PromptInput, Side, Sides} from "@ecco/viz";
import type {ConnectedCompare} from "../elements/compare.ts";
import {given} from "../elements/plan.ts";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";
import type {RemoteModel} from "../engine/remote-model.ts";
import {openModel} from "../engine/shared-models.ts";
import {masksOf} from "../questions/produced.ts";

const most = 20;

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
    host.addController({hostDisconnected: () => this.letGo()});
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

export const planCompare = (host: ConnectedCompare): Plan<Sides> => new ComparePlan(host);
