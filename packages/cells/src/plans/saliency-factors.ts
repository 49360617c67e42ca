import {InputError} from "@ecco/engine";
import type {AttributionMethod, ExplainOptions} from "@ecco/engine";
import type {SaliencyFactorsData} from "@ecco/viz";
import {layerChoices, neuronsOptions} from "../questions/neurons.ts";
import {masksOf} from "../questions/produced.ts";
import {withoutOf} from "../questions/without.ts";
import {given} from "../elements/plan.ts";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";
import type {ConnectedSaliencyFactors} from "../elements/saliency-factors.ts";

class SaliencyFactorsPlan implements Plan<SaliencyFactorsData> {
  readonly #host: ConnectedSaliencyFactors;

  constructor(host: ConnectedSaliencyFactors) {
    this.#host = host;
  }

  request(): Request {
    const {method, target, foil, steps} = this.#host;
    const {factors, layers, stack, init, seed, negative, without} = this.#host;
    const asked = {factors, layers, stack, init, seed, negative, without: withoutOf(without)};
    return given({method, target, foil, steps, ...asked});
  }

  async answer(
    {model, prompt}: Subject,
    _request: Request,
    {signal, progress}: Work<SaliencyFactorsData>
  ): Promise<SaliencyFactorsData> {
    const {method, target, foil, steps, factors, stack} = this.#host;
    const options: ExplainOptions = given({
      method: method as AttributionMethod | undefined,
      target,
      foil,
      steps
    });
    this.#host.choices = {
      ...this.#host.choices,
      layers: layerChoices(model.info, stack ?? undefined)
    };
    // Both take their time: each is half of it.
    const shares = [0, 0];
    const part = (which: number) => (done: number, total: number) => {
      shares[which] = done / total / 2;
      progress(shares[0]! + shares[1]!);
    };
    const position = await this.#position({model, prompt});
    const [attribution, found] = await Promise.all([
      model.explain(prompt, {...options, ...position, signal, progress: part(0)}),
      model.neurons(prompt, {
        ...neuronsOptions(this.#host),
        ...given({factors}),
        top: 5,
        signal,
        progress: part(1)
      })
    ]);
    return {attribution, factors: found};
  }

  /** Masked models are asked about their first mask. */
  async #position({model, prompt}: Subject): Promise<{readonly position?: number}> {
    if (model.info.kind !== "masked") return {};
    const [position] = masksOf(await model.tokenize(prompt));
    if (position === undefined)
      throw new InputError("nothing to fill: the prompt has no mask; write [MASK] into it");
    return {position};
  }

  // A decoder's start token, the first behind the encoder's, is not in the text.
  outward(position: number, shown: SaliencyFactorsData | undefined): number | null {
    const end = endOf(shown);
    return position < end ? position : position === end ? null : position - 1;
  }

  inward(position: number, shown: SaliencyFactorsData | undefined): number | null {
    const {length} = shown?.attribution.tokens ?? [];
    const place = position < endOf(shown) ? position : position + 1;
    return place < length ? place : null;
  }

  selection(shown: SaliencyFactorsData | undefined): number | null {
    const {value} = this.#host;
    return value && "position" in value ? this.outward(value.position, shown) : null;
  }
}

/** Returns where the encoder's tokens end; models of one stack end nowhere. */
function endOf(shown: SaliencyFactorsData | undefined): number {
  const {encoderLength = 0, tokens = []} = shown?.attribution ?? {};
  return encoderLength < tokens.length && encoderLength > 0 ? encoderLength : Infinity;
}

export const planSaliencyFactors = (host: ConnectedSaliencyFactors): Plan<SaliencyFactorsData> =>
  new SaliencyFactorsPlan(host);
