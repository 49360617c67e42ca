import type {ScoreOptions} from "@ecco/engine";
import {Score} from "@ecco/viz";
import type {ScoreData} from "@ecco/viz";
import {withoutChoices, withoutOf} from "../questions/without.ts";
import {readScore} from "../recorded/read-score.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import {decoderPlaces} from "./places.ts";
import {given} from "./plan.ts";
import type {Plan, Request, Subject, Work} from "./plan.ts";
import type {ModelLike} from "./source.ts";

/** Shows how probable the model finds each token of a text, live. */
export class ConnectedScore extends Score {
  static override properties = {
    ...Score.properties,
    ...connected,
    continuation: {},
    window: {type: Number},
    stride: {type: Number},
    top: {type: Number}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** What follows the prompt: it alone is scored. Encoder–decoder models need it: what their decoder writes. */
  declare continuation: string | undefined;
  /** The most tokens read at once; defaults to 1024, or the model's context. */
  declare window: number | undefined;
  /** By how many tokens a window is ahead of the one before; defaults to half a window. */
  declare stride: number | undefined;
  /** How many of the likeliest tokens are kept at each position; defaults to 5. */
  declare top: number | undefined;

  constructor() {
    super();
    this.choices = {without: withoutChoices};
    new Connection<ScoreData>(this, new ScorePlan(this));
  }
}

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
  read = readScore;
}
