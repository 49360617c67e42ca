import type {ModelInfo, ModelInput} from "@ecco/engine";
import {samePrompt} from "@ecco/viz";
import type {AttentionData, Part} from "@ecco/viz";
import {attentionOf, layersOf, stacksOf} from "../questions/attention.ts";
import {objectOf} from "../questions/produced.ts";
import {decoderPlaces} from "../elements/places.ts";
import {given} from "../elements/plan.ts";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";
import type {ConnectedAttention} from "../elements/attention.ts";

class AttentionPlan implements Plan<AttentionData> {
  readonly #host: ConnectedAttention;
  readonly #places = decoderPlaces();

  /** What the reader, not the page, has chosen: another model may have no such layer or head. */
  readonly #picked = new Map<string, string>();

  constructor(host: ConnectedAttention) {
    this.#host = host;
    host.addEventListener("ecco-change", (event) => {
      const {name, value} = (event as CustomEvent<{name: string; value: string}>).detail;
      this.#picked.set(name, value);
    });
  }

  #forgetPicks(info: ModelInfo): void {
    const host = this.#host;
    const counts = {layer: layersOf(info, host.stack ?? undefined), head: info.heads};
    for (const name of ["layer", "head"] as const) {
      const wanted = host[name];
      const pinned = host.value?.[name] === wanted;
      if (typeof wanted !== "number" || wanted < counts[name]) continue;
      if (!pinned && this.#picked.get(name) !== String(wanted)) continue;
      host[name] = undefined;
      if (!pinned) continue;
      host.value = null;
      host.dispatchEvent(new Event("input", {bubbles: true}));
    }
  }

  request(): Request {
    const {stack, layer, produce, look} = this.#host;
    return {...given({stack, layer, produce}), flow: look === "flow"};
  }

  holds(shown: AttentionData, {stack, layer, produce, flow}: Request): boolean {
    if (this.#produced !== produce || (stack !== undefined && stack !== shown.stack)) return false;
    const known = (at: number): boolean => Boolean(shown.patterns[at]);
    if (typeof layer === "number" && !known(layer)) return false;
    return flow !== true || shown.patterns.every((_, at) => known(at) || shown.means?.[at]);
  }

  /** How many tokens were asked for when what is shown was. */
  #produced: unknown;

  async answer(
    {model, prompt}: Subject,
    {produce, flow}: Request,
    {signal, progress, partial}: Work<AttentionData>
  ): Promise<AttentionData> {
    this.#forgetPicks(model.info);
    const {stack, layer, head, data, shownPrompt, choices} = this.#host;
    const told = data?.provenance;
    const {name, backend} = model.info;
    const same =
      samePrompt(shownPrompt, prompt) &&
      this.#produced === produce &&
      (stack ?? stacksOf(model.info)[0]) === data?.stack &&
      told?.model === name &&
      told.backend === backend;
    await this.#places.learn(model, prompt);
    const answer = await attentionOf(
      model,
      prompt,
      {
        ...given({stack, produce: produce as number | undefined}),
        // Without a wish the layer that is shown stays, while the text grows.
        ...given({layer: layer ?? this.#stays(layersOf(model.info, stack ?? undefined))}),
        ...(typeof head === "number" ? {head} : {}),
        flow: flow === true,
        before: same ? data : undefined
      },
      {signal, progress, partial}
    );
    this.#produced = produce;
    const stacks = stacksOf(model.info);
    if (choices["stack"]?.join() !== stacks.join())
      this.#host.choices = {...choices, stack: stacks};
    return answer;
  }

  #stays(layers: number): number | undefined {
    const {drawn, data} = this.#host;
    return drawn && data?.patterns.length === layers ? drawn.layer : undefined;
  }

  // A decoder counts its own positions; one that looks at its encoder shares those of the encoder.
  outward = (position: number, shown: AttentionData | undefined): number | null =>
    shown?.stack === "decoder" ? this.#places.outward(position) : position;

  inward = (position: number, shown: AttentionData | undefined): number | null => {
    if (shown?.stack === "decoder") return this.#places.inward(position);
    return shown && position >= shown.keys.length ? null : position;
  };

  selection(shown: AttentionData | undefined): number | null {
    const query = this.#host.value?.query;
    if (query === undefined) return null;
    return shown?.stack === "cross" || shown?.stack === "decoder"
      ? this.#places.outward(query)
      : query;
  }

  part = (): Part | undefined => this.#host.writingPart;

  /** With what was produced behind it, which looks too. */
  textOf({prompt}: Subject, {stack, tokens, produced}: AttentionData): ModelInput {
    const ids = tokens.map(({id}) => id);
    if (stack === "decoder" || stack === "cross") return {...objectOf(prompt), decoderIds: ids};
    return produced > 0 ? {ids} : prompt;
  }
}

export const planAttention = (host: ConnectedAttention): Plan<AttentionData> =>
  new AttentionPlan(host);
