import type {LensMode, LensOptions, LensPart, LensStack, LensTranslators} from "@ecco/engine";
import {LogitLens} from "@ecco/viz";
import type {LensGrid} from "@ecco/viz";
import {readLens} from "../recorded/read-lens.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import {tokenNames} from "./converters.ts";
import {lensSites, modesFor, translatorsFor} from "./lens-modes.ts";
import {decoderPlaces, offerStacks} from "./places.ts";
import {given} from "./plan.ts";
import type {Plan, Request, Subject, Work} from "./plan.ts";
import type {ModelLike} from "./source.ts";

/** Shows what each layer would say next at each position, live. */
export class ConnectedLogitLens extends LogitLens {
  static override properties = {
    ...LogitLens.properties,
    ...connected,
    watch: {converter: tokenNames},
    contrast: {converter: tokenNames},
    top: {type: Number},
    translators: {attribute: false}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** Tokens whose rank is told in every cell's tooltip. */
  declare watch: readonly string[];
  /** Two tokens (" is, are"): each cell tells how much its layer prefers the first to the second. */
  declare contrast: readonly string[];
  /** How many candidates are kept a cell; defaults to 5. */
  declare top: number | undefined;
  /** Matrices of a tuned or Jacobian lens, of `ecco.readTranslators`; with them those modes are offered. */
  declare translators: LensTranslators | undefined;

  constructor() {
    super();
    this.watch = this.contrast = [];
    this.choices = {mode: modesFor(undefined), site: lensSites};
    new Connection<LensGrid>(this, new LensPlan(this));
  }

  protected override willUpdate(changed: Parameters<LogitLens["update"]>[0]): void {
    if (changed.has("translators"))
      this.choices = {...this.choices, mode: modesFor(this.translators)};
    super.willUpdate(changed);
  }
}

class LensPlan implements Plan<LensGrid> {
  readonly #host: ConnectedLogitLens;
  readonly #places = decoderPlaces();

  constructor(host: ConnectedLogitLens) {
    this.#host = host;
  }

  #options(): LensOptions {
    const {mode, site, stack, watch, contrast, top, translators} = this.#host;
    return given({
      mode: mode as LensMode | undefined,
      // Of the attention to the source nothing else can be read.
      part: (stack === "cross" ? "attention" : site) as LensPart | undefined,
      stack: stack as LensStack | undefined,
      top,
      watch: watch.length ? watch : undefined,
      contrast: contrast.length ? (contrast as readonly [string, string]) : undefined,
      translators: translatorsFor(mode, translators)
    });
  }

  request(): Request {
    return {...this.#options()};
  }

  async answer(
    {model, prompt}: Subject,
    _request: Request,
    {signal}: Work<LensGrid>
  ): Promise<LensGrid> {
    offerStacks(this.#host, model, lensSites);
    const grid = model.lensGrid(prompt, {...this.#options(), signal});
    const [answer] = await Promise.all([grid, this.#places.learn(model, prompt)]);
    return answer;
  }

  outward = (position: number, shown: LensGrid | undefined): number | null =>
    shown?.stack === "encoder" ? position : this.#places.outward(position);
  inward = (position: number, shown: LensGrid | undefined): number | null =>
    shown?.stack === "encoder" ? position : this.#places.inward(position);

  selection(shown: LensGrid | undefined): number | null {
    const {value} = this.#host;
    return value ? this.outward(value.position, shown) : null;
  }

  read = readLens;
}
