import type {ScoreOptions} from "@ecco/engine";
import type {ScoreData} from "@ecco/viz";
import {withoutOf} from "../questions/without.ts";
import {decoderPlaces} from "../elements/places.ts";
import {given} from "../elements/plan.ts";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";
import type {ConnectedScore} from "../elements/score.ts";

class ScorePlan implements Plan<ScoreData> {
  readonly #host: ConnectedScore;
  readonly #places = decoderPlaces();

  constructor(host: ConnectedScore) {
    this.#host = host;
  }

  #options(): ScoreOptions {
    const {continuation, window, stride, top, without} = this.#host;
    return given({continuation, window, stride, top, without: withoutOf(without)});
  }

  request(): Request {
    return {...this.#options()};
  }

  async answer(
    {model, prompt}: Subject,
    _request: Request,
    {signal, progress}: Work<ScoreData>
  ): Promise<ScoreData> {
    const scores = model.score(prompt, {
      ...this.#options(),
      signal,
      progress: (done, total) => progress(done / total)
    });
    const [answer] = await Promise.all([scores, this.#places.learn(model, prompt)]);
    return answer;
  }

  outward = (position: number): number | null => this.#places.outward(position);
  inward = (position: number): number | null => this.#places.inward(position);
  selection = (): number | null =>
    this.#host.value === null ? null : this.outward(this.#host.value);
}

export const planScore = (host: ConnectedScore): Plan<ScoreData> => new ScorePlan(host);
