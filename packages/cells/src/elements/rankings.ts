import type {LensMode} from "@ecco/engine";
import {Rankings} from "@ecco/viz";
import type {RankingsData} from "@ecco/viz";
import {readRankings} from "../recorded/read-rankings.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import {tokenNames} from "./converters.ts";
import {decoderPlaces} from "./places.ts";
import {given} from "./plan.ts";
import type {Plan, Request, Subject, Work} from "./plan.ts";
import type {ModelLike} from "./source.ts";

/** Shows at which layer tokens take their rank, live: those the model produces, or watched ones. */
export class ConnectedRankings extends Rankings {
  static override properties = {
    ...Rankings.properties,
    ...connected,
    watch: {converter: tokenNames},
    produce: {type: Number},
    position: {type: Number}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: string | undefined;
  declare src: string | undefined;
  declare shownPrompt: string | undefined;
  /** Tokens to watch (" is, are"); none: the tokens the model produces. */
  declare watch: readonly string[];
  /** How many tokens to produce; defaults to 6. */
  declare produce: number;
  /** Where watched tokens are read; defaults to the last position. */
  declare position: number | undefined;

  constructor() {
    super();
    this.watch = [];
    this.produce = 6;
    this.choices = {mode: ["norm", "raw", "frozen"]};
    new Connection<RankingsData>(this, new RankingsPlan(this));
  }
}

class RankingsPlan implements Plan<RankingsData> {
  readonly #host: ConnectedRankings;
  readonly #places = decoderPlaces();

  constructor(host: ConnectedRankings) {
    this.#host = host;
  }

  request(): Request {
    const {mode, watch, produce, position} = this.#host;
    return {...given({mode, position}), watch, produce};
  }

  async answer(
    {model, prompt}: Subject,
    _request: Request,
    {signal}: Work<RankingsData>
  ): Promise<RankingsData> {
    const {mode, watch, produce, position} = this.#host;
    const ranks = model.rankings(prompt, {
      ...given({mode: mode as LensMode | undefined}),
      ...(watch.length ? {watch} : {tokens: produce}),
      ...given({position}),
      signal
    });
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

  read = readRankings;
}
