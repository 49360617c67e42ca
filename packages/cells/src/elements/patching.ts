import {InputError} from "@ecco/engine";
import type {CausalStack, PatchOptions, PatchSite, TargetKind} from "@ecco/engine";
import {inPlaceOf, Patching, promptConverter} from "@ecco/viz";
import type {Part, PatchingData} from "@ecco/viz";
import {readPatching} from "../recorded/read-patching.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import {decoderPlaces, offerStacks} from "./places.ts";
import {given} from "./plan.ts";
import type {Plan, Request, Subject, Work} from "./plan.ts";
import type {ModelLike} from "./source.ts";

const sites = ["residual", "attention", "mlp", "head", "query", "key", "value"];

/**
 * Shows which inner values carry an answer, live: values of the clean text, which is the prompt, are put into the run of
 * a corrupt one. One run a place: there is a bar, and Stop.
 */
export class ConnectedPatching extends Patching {
  static override properties = {
    ...Patching.properties,
    ...connected,
    clean: {noAccessor: true, converter: promptConverter},
    corrupt: {converter: promptConverter},
    target: {},
    foil: {},
    of: {},
    position: {type: Number}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** The text or conversation whose run the clean values are put into; of as many tokens as the clean one. Beside a conversation a text is what the user says last. */
  declare corrupt: PromptInput | undefined;
  /** The token that is asked about: its exact text (" London") or "#id"; defaults to the clean run's most probable. */
  declare target: string | undefined;
  /** The token it is compared with: the difference of the two is told. */
  declare foil: string | undefined;
  /** "logprob" (default; with a foil the difference), "logit" or "probability". */
  declare of: string | undefined;
  /** Where the target is read; defaults to the last position (masked models: the first mask). */
  declare position: number | undefined;

  constructor() {
    super();
    this.choices = {site: sites};
    new Connection<PatchingData>(this, new PatchingPlan(this));
  }

  /** The clean text or conversation: another name of `prompt`; defaults to the group's. */
  get clean(): PromptInput | undefined {
    return this.prompt;
  }

  set clean(text: PromptInput | undefined) {
    this.prompt = text;
  }
}

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
  read = readPatching;
}
