import type {LensMode, LensPart, RankingsOptions} from "@ecco/engine";
import type {RankingsData} from "@ecco/viz";
import {translatorsFor} from "../elements/lens-modes.ts";
import {decoderPlaces} from "../elements/places.ts";
import {given} from "../elements/plan.ts";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";
import type {ConnectedRankings} from "../elements/rankings.ts";

class RankingsPlan implements Plan<RankingsData> {
  readonly #host: ConnectedRankings;
  readonly #places = decoderPlaces();

  constructor(host: ConnectedRankings) {
    this.#host = host;
  }

  #options(): RankingsOptions {
    const {mode, site, watch, produce, position, translators} = this.#host;
    return given({
      mode: mode as LensMode | undefined,
      part: site as LensPart | undefined,
      position,
      watch: watch.length ? watch : undefined,
      tokens: watch.length ? undefined : produce,
      translators: translatorsFor(mode, translators)
    });
  }

  request(): Request {
    return {...this.#options()};
  }

  async answer(
    {model, prompt}: Subject,
    _request: Request,
    {signal}: Work<RankingsData>
  ): Promise<RankingsData> {
    const ranks = model.rankings(prompt, {...this.#options(), signal});
    const [answer] = await Promise.all([ranks, this.#places.learn(model, prompt)]);
    return answer;
  }

  outward = (position: number): number | null => this.#places.outward(position);
  inward = (position: number): number | null => this.#places.inward(position);

  selection(shown: RankingsData | undefined): number | null {
    const column = shown?.columns[this.#host.value?.column ?? -1];
    if (!column) return null;
    return this.outward(shown!.kind === "produced" ? column.position + 1 : column.position);
  }
}

export const planRankings = (host: ConnectedRankings): Plan<RankingsData> => new RankingsPlan(host);
