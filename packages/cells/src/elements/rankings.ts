import type {LensTranslators} from "@ecco/engine";
import {Rankings} from "@ecco/viz";
import type {RankingsData} from "@ecco/viz";
import {readRankings} from "../recorded/read-rankings.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import {tokenNames} from "./converters.ts";
import {lensSites, modesFor} from "./lens-modes.ts";
import type {ModelLike} from "./source.ts";
import {connectView, offer} from "./connect.ts";

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
    connectView<RankingsData>(this, "ecco-rankings", readRankings);
  }

  protected override willUpdate(changed: Parameters<Rankings["update"]>[0]): void {
    if (changed.has("translators")) offer(this, {mode: modesFor(this.translators)});
    super.willUpdate(changed);
  }
}
