import {InputError} from "@ecco/engine";
import type {CausalStack, PatchOptions, PatchSite, TargetKind} from "@ecco/engine";
import {inPlaceOf} from "@ecco/viz";
import type {Part, PatchingData} from "@ecco/viz";
import {decoderPlaces, offerStacks} from "../elements/places.ts";
import {given} from "../elements/plan.ts";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";
import type {ConnectedPatching} from "../elements/patching.ts";
import {sites} from "../elements/patching.ts";

class PatchingPlan implements Plan<PatchingData> {
  readonly #host: ConnectedPatching;
  readonly #places = decoderPlaces();

  constructor(host: ConnectedPatching) {
    this.#host = host;
  }

  #options(): PatchOptions {
    const {site, target, foil, of, stack, position} = this.#host;
    return given({
      site: site as PatchSite | undefined,
      of: of as TargetKind | undefined,
      stack: stack as CausalStack | undefined,
      target,
      foil,
      position
    });
  }

  request(): Request {
    return {...this.#options(), ...given({corrupt: this.#host.corrupt})};
  }

  async answer(
    {model, prompt}: Subject,
    _request: Request,
    {signal, progress}: Work<PatchingData>
  ): Promise<PatchingData> {
    const {corrupt} = this.#host;
    if (!corrupt)
      throw new InputError(
        "corrupt: got no text, expected one of as many tokens as the clean one; set corrupt"
      );
    offerStacks(this.#host, model, sites);
    const patched = model.patch(prompt, inPlaceOf(prompt, corrupt), {
      ...this.#options(),
      gradient: true,
      signal,
      progress: (done, total) => progress(done / total)
    });
    const [answer] = await Promise.all([patched, this.#places.learn(model, prompt)]);
    return answer;
  }

  outward = (position: number, shown: PatchingData | undefined): number | null =>
    shown?.stack === "encoder" ? position : this.#places.outward(position);
  inward = (position: number, shown: PatchingData | undefined): number | null =>
    shown?.stack === "encoder" ? position : this.#places.inward(position);

  selection(shown: PatchingData | undefined): number | null {
    const position = this.#host.value?.position ?? null;
    return position === null ? null : this.outward(position, shown);
  }

  part = (): Part | undefined => this.#host.writingPart;
}

export const planPatching = (host: ConnectedPatching): Plan<PatchingData> => new PatchingPlan(host);
