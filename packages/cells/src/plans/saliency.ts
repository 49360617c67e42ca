import type {AttributionMethod, ExplainOptions, TargetKind} from "@ecco/engine";
import {takesOut, toProduced} from "@ecco/viz";
import type {SaliencyData, Token} from "@ecco/viz";
import {firstWord, masksOf, nothingToFill, produce} from "../questions/produced.ts";
import {given} from "../elements/plan.ts";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";
import type {ConnectedSaliency} from "../elements/saliency.ts";

const sum = (share: (part: number) => void) => (done: number, total: number) => share(done / total);

class SaliencyPlan implements Plan<SaliencyData> {
  readonly #host: ConnectedSaliency;

  constructor(host: ConnectedSaliency) {
    this.#host = host;
  }

  request(): Request {
    const {of, target, foil, span, whole, baseline, steps, quality, produce} = this.#host;
    const asked = {of, target, foil, span, baseline, steps, quality};
    const options = given({...unitOf(this.#host), ...asked, ...(whole ? {whole} : {})});
    return {...options, produce, at: this.#wanted()};
  }

  /** The produced token (or the mask) the reader asks about; null when that is left to the view. */
  #wanted(): number | null {
    const {data, value, highlight, selected} = this.#host;
    if (data === undefined) return null;
    const {tokens, produced} = toProduced(data);
    const masks = masksOf(tokens);
    // Pointing previews, so it comes first; what is pinned comes back.
    const own = this.#host.pointing;
    for (const position of [own, value, highlight, selected]) {
      if (position === null) continue;
      if (masks.includes(position)) return position;
      const index = position - tokens.length;
      if (produced.length > 1 && index >= 0 && index < produced.length) return index;
    }
    return null;
  }

  holds(shown: SaliencyData, {at, ...rest}: Request): boolean {
    if (this.#answeredFor !== undefined && !same(this.#answeredFor, rest)) return false;
    if (at === null) return true;
    const {attributions, produced, tokens} = toProduced(shown);
    if (typeof at !== "number") return false;
    return produced.length ? Boolean(attributions[at]) : masksOf(tokens).length < 2;
  }

  #answeredFor: Request | undefined;

  async answer(
    subject: Subject,
    request: Request,
    work: Work<SaliencyData>
  ): Promise<SaliencyData> {
    const {at, ...rest} = request;
    const data = await this.#explain(subject, typeof at === "number" ? at : null, work);
    this.#answeredFor = rest;
    return data;
  }

  async #explain(
    {model, prompt}: Subject,
    at: number | null,
    {signal, progress}: Work<SaliencyData>
  ): Promise<SaliencyData> {
    const {produce: count} = this.#host;
    const {target, ...rest} = this.#options();
    const options: ExplainOptions = {...rest, signal, progress: sum(progress)};
    const named = target === undefined ? {} : {target};
    if (model.info.kind === "masked") {
      const masks = masksOf(await model.tokenize(prompt));
      const position = masks.find((mask) => mask === at) ?? masks[0];
      if (position === undefined && target === undefined) throw nothingToFill();
      return model.explain(prompt, {
        ...options,
        ...named,
        ...(position === undefined ? {} : {position})
      });
    }
    const isNamed = [target, rest.foil, rest.span].some((name) => name !== undefined);
    if (isNamed || model.info.kind === "classifier")
      return model.explain(prompt, {...options, ...named});

    const {tokens, produced, before} = await produce(model, prompt, count, {signal});
    if (this.#host.whole && produced.length)
      return model.explain(prompt, {...options, span: answerOf(produced)});
    const index = at !== null && at < produced.length ? at : firstWord(produced);
    const asked = {...options, target: produced[index]!.id};
    const attribution = await model.explain(await before(index), asked);
    const attributions = produced.map((_, i) => (i === index ? attribution : null));
    return {tokens, produced, attributions};
  }

  /** What the attributes say, as the engine's options. */
  #options(): ExplainOptions {
    const {of, baseline, steps, quality, target, foil, span} = this.#host;
    return given({
      ...unitOf(this.#host),
      of: of as TargetKind | undefined,
      baseline,
      steps,
      quality: quality as "quick" | "full" | undefined,
      target,
      foil,
      span
    });
  }

  /** A pinned token stays the same token of the answer when the prompt grows. */
  arriving(next: SaliencyData, before: SaliencyData | undefined): void {
    if (before === undefined) return;
    const old = toProduced(before);
    const now = toProduced(next);
    const {value} = this.#host;
    const moved = now.tokens.length - old.tokens.length;
    if (value === null || moved === 0 || value < old.tokens.length) return;
    const index = value - old.tokens.length;
    this.#host.value = index < now.produced.length ? value + moved : null;
  }

  selection(): number | null {
    return this.#host.value;
  }
}

/** The ids of an answer: the end tokens behind it say nothing. */
function answerOf(produced: readonly Token[]): readonly number[] {
  const end = produced.findLastIndex(({special}) => !special);
  return produced.slice(0, end < 0 ? produced.length : end + 1).map(({id}) => id);
}

/** The method, and the unit where it matters: scores of methods that take nothing out are added up by the view. */
const unitOf = ({method, unit}: ConnectedSaliency): Pick<ExplainOptions, "method" | "unit"> =>
  given({
    method: method as AttributionMethod | undefined,
    // Which method is usual for a model is not known here, and may be one that takes out.
    unit: unit !== "token" && (!method || takesOut(method)) ? unit : undefined
  });

const same = (a: Request, b: Request): boolean => JSON.stringify(a) === JSON.stringify(b);

export const planSaliency = (host: ConnectedSaliency): Plan<SaliencyData> => new SaliencyPlan(host);
