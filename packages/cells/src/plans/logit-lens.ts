import type {LensMode, LensOptions, LensPart, LensStack} from "@ecco/engine";
import type {LensGrid} from "@ecco/viz";
import {lensSites, translatorsFor} from "../elements/lens-modes.ts";
import {decoderPlaces, offerStacks} from "../elements/places.ts";
import {given} from "../elements/plan.ts";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";
import type {ConnectedLogitLens} from "../elements/logit-lens.ts";

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
}

export const planLogitLens = (host: ConnectedLogitLens): Plan<LensGrid> => new LensPlan(host);
