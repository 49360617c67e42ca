import type {LensMode} from "@ecco/engine";
import {LogitLens} from "@ecco/viz";
import type {LensGrid} from "@ecco/viz";
import {readLens} from "../recorded/read-lens.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import {tokenNames} from "./converters.ts";
import {decoderPlaces} from "./places.ts";
import {given} from "./plan.ts";
import type {Plan, Request, Subject, Work} from "./plan.ts";
import type {ModelLike} from "./source.ts";

/** Shows what each layer would say next at each position, live. */
export class ConnectedLogitLens extends LogitLens {
  static override properties = {
    ...LogitLens.properties,
    ...connected,
    watch: {converter: tokenNames}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: string | undefined;
  declare src: string | undefined;
  declare shownPrompt: string | undefined;
  /** Tokens whose rank is told in every cell's tooltip. */
  declare watch: readonly string[];

  constructor() {
    super();
    this.watch = [];
    this.choices = {mode: ["norm", "raw", "frozen"]};
    new Connection<LensGrid>(this, new LensPlan(this));
  }
}

class LensPlan implements Plan<LensGrid> {
  readonly #host: ConnectedLogitLens;
  readonly #places = decoderPlaces();

  constructor(host: ConnectedLogitLens) {
    this.#host = host;
  }

  request(): Request {
    const {mode, watch} = this.#host;
    return {...given({mode}), watch};
  }

  async answer(
    {model, prompt}: Subject,
    _request: Request,
    {signal}: Work<LensGrid>
  ): Promise<LensGrid> {
    const {mode, watch} = this.#host;
    const grid = model.lensGrid(prompt, {
      ...given({mode: mode as LensMode | undefined}),
      ...(watch.length ? {watch} : {}),
      signal
    });
    const [answer] = await Promise.all([grid, this.#places.learn(model, prompt)]);
    return answer;
  }

  outward = (position: number): number | null => this.#places.outward(position);
  inward = (position: number): number | null => this.#places.inward(position);

  selection(): number | null {
    const {value} = this.#host;
    return value ? this.#places.outward(value.position) : null;
  }

  read = readLens;
}
