import {Ablation} from "@ecco/viz";
import type {AblationData} from "@ecco/viz";
import {readAblation} from "../recorded/read-ablation.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import {texts, wholeNumbers} from "./converters.ts";
import type {ModelLike} from "./source.ts";
import {connectView, offer} from "./connect.ts";

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
    connectView<AblationData>(this, "ecco-ablation", readAblation);
  }

  protected override willUpdate(changed: Parameters<Ablation["update"]>[0]): void {
    // What needs more than the prompt is offered where that is given.
    if (!this.hasUpdated || changed.has("neurons") || changed.has("samples"))
      offer(this, {
        site: sitesOf(this),
        with: ["zero", "mean", ...(this.samples.length ? ["resample"] : [])]
      });
    super.willUpdate(changed);
  }
}

export const sitesOf = ({neurons}: ConnectedAblation): readonly string[] => [
  "head",
  "query",
  "key",
  "value",
  "attention",
  "mlp",
  ...(neurons.length ? ["neuron"] : [])
];
