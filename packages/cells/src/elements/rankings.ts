import type {LensMode, LensPart, LensTranslators, RankingsOptions} from "@ecco/engine";
import {Rankings} from "@ecco/viz";
import type {RankingsData} from "@ecco/viz";
import {readRankings} from "../recorded/read-rankings.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import {tokenNames} from "./converters.ts";
import {lensSites, modesFor, translatorsFor} from "./lens-modes.ts";
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
    position: {type: Number},
    translators: {attribute: false}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** Tokens to watch (" is, are"); none: the tokens the model produces. */
  declare watch: readonly string[];
  /** How many tokens to produce; defaults to 6. */
  declare produce: number;
  /** Where watched tokens are read; defaults to the last position. */
  declare position: number | undefined;
  /** Matrices of a tuned or Jacobian lens, of `ecco.readTranslators`; with them those modes are offered. */
  declare translators: LensTranslators | undefined;

  constructor() {
    super();
    this.watch = [];
    this.produce = 6;
    this.choices = {mode: modesFor(undefined), site: lensSites};
    new Connection<RankingsData>(this, new RankingsPlan(this));
  }

  protected override willUpdate(changed: Parameters<Rankings["update"]>[0]): void {
    if (changed.has("translators"))
      this.choices = {...this.choices, mode: modesFor(this.translators)};
    super.willUpdate(changed);
  }
}

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

  read = readRankings;
}
