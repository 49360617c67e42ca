import type {AblateOptions, CausalSite, CausalStack, TargetKind} from "@ecco/engine";
import {Ablation} from "@ecco/viz";
import type {AblationData} from "@ecco/viz";
import {readAblation} from "../recorded/read-ablation.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import {texts, wholeNumbers} from "./converters.ts";
import {offerStacks} from "./places.ts";
import {given} from "./plan.ts";
import type {Plan} from "./plan.ts";
import type {ModelLike} from "./source.ts";

/** Shows how an answer changes without each head, neuron or layer part, live. One run a unit: there is a bar, and Stop. */
export class ConnectedAblation extends Ablation {
  static override properties = {
    ...Ablation.properties,
    ...connected,
    target: {},
    foil: {},
    of: {},
    position: {type: Number},
    layers: {converter: wholeNumbers},
    heads: {converter: wholeNumbers},
    neurons: {converter: wholeNumbers},
    samples: {converter: texts},
    draws: {type: Number},
    seed: {type: Number}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** The token that is asked about: its exact text (" London") or "#id"; defaults to the most probable. */
  declare target: string | undefined;
  /** The token it is compared with: the difference of the two is told. */
  declare foil: string | undefined;
  /** "logprob" (default; with a foil the difference), "logit" or "probability". */
  declare of: string | undefined;
  /** Where the target is read; defaults to the last position (masked models: the first mask). */
  declare position: number | undefined;
  /** Layers ("0..3" or "2 5"); none: all. */
  declare layers: readonly number[];
  /** Of heads and their queries; of keys and values the groups of heads that share them; none: all. */
  declare heads: readonly number[];
  /** Of the site "neuron"; none: all, one run each. */
  declare neurons: readonly number[];
  /** Other texts, between bars: their values stand in by "resample", their mean by "mean". */
  declare samples: readonly string[];
  /** How many of them are resampled from; defaults to all. */
  declare draws: number | undefined;
  /** The order they are drawn in; defaults to 0. */
  declare seed: number | undefined;

  constructor() {
    super();
    this.layers = this.heads = this.neurons = [];
    this.samples = [];
    new Connection<AblationData>(this, planFor(this));
  }

  protected override willUpdate(changed: Parameters<Ablation["update"]>[0]): void {
    // What needs more than the prompt is offered where that is given.
    if (!this.hasUpdated || changed.has("neurons") || changed.has("samples"))
      this.choices = {
        ...this.choices,
        site: sitesOf(this),
        with: ["zero", "mean", ...(this.samples.length ? ["resample"] : [])]
      };
    super.willUpdate(changed);
  }
}

const sitesOf = ({neurons}: ConnectedAblation): readonly string[] => [
  "head",
  "query",
  "key",
  "value",
  "attention",
  "mlp",
  ...(neurons.length ? ["neuron"] : [])
];
const byHead: ReadonlySet<string> = new Set(["head", "query", "key", "value"]);
const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length ? list : undefined);

const planFor = (host: ConnectedAblation): Plan<AblationData> => {
  const options = (): AblateOptions => {
    const {site, target, foil, position, layers, heads, neurons, samples, draws, seed} = host;
    return given({
      site: site as CausalSite | undefined,
      with: host.with as AblateOptions["with"],
      of: host.of as TargetKind | undefined,
      stack: host.stack as CausalStack | undefined,
      target,
      foil,
      position,
      layers: some(layers),
      // Heads and neurons are of their own sites only; the picker may have gone to another.
      heads: byHead.has(site ?? "head") ? some(heads) : undefined,
      neurons: site === "neuron" ? some(neurons) : undefined,
      samples: some(samples),
      draws,
      seed
    });
  };
  return {
    request: () => ({...options()}),
    answer: ({model, prompt}, _request, {signal, progress}) => {
      offerStacks(host, model, sitesOf(host));
      return model.ablate(prompt, {
        ...options(),
        signal,
        progress: (done, total) => progress(done / total)
      });
    },
    // Units are taken out at all positions.
    outward: () => null,
    part: () => host.writingPart,
    read: readAblation
  };
};
