import type {AttributionMethod} from "@ecco/engine";
import {methodFamilies, Saliency} from "@ecco/viz";
import type {SaliencyData} from "@ecco/viz";
import {readAttribution} from "../recorded/read-attribution.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import {words} from "./converters.ts";
import type {ModelLike} from "./source.ts";
import {connectView, offer} from "./connect.ts";

/** Every method of the engine, by what it does. */
const methods: readonly AttributionMethod[] = Object.values(methodFamilies).flat();

/**
 * Shows which words of the prompt mattered for what the model says next, live. Produces some tokens, explains the
 * first, and any other that is pointed at or pinned; with `target` explains that one.
 */
export class ConnectedSaliency extends Saliency {
  static override properties = {
    ...Saliency.properties,
    ...connected,
    target: {},
    foil: {},
    span: {},
    whole: {type: Boolean},
    steps: {type: Number},
    quality: {},
    produce: {type: Number},
    baselines: {converter: words}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** The token explained: its exact text (" London") or "#id"; defaults to each token the model produces. */
  declare target: string | undefined;
  /** What it is contrasted with, a token or a continuation of any length: the difference of the two is explained. */
  declare foil: string | undefined;
  /** A continuation that is explained as a whole, by the log-probability of all its tokens: its text. */
  declare span: string | undefined;
  /** Whether all that the model produces is explained as a whole: an answer, not its tokens one by one. */
  declare whole: boolean;
  /** Steps of integrated gradients; defaults to 50. */
  declare steps: number | undefined;
  /** "quick" (some 30 runs more) or "full" (some hundred) measures the map; its figures stand in the foot. */
  declare quality: string | undefined;
  /** How many tokens to produce; defaults to 6. */
  declare produce: number;
  /** Baselines to choose from, beside the one in use. */
  declare baselines: readonly string[];

  constructor() {
    super();
    this.produce = 6;
    this.whole = false;
    this.baselines = [];
    this.choices = {
      method: methods,
      unit: ["token", "word", "sentence", "message"],
      order: ["text", "strength"],
      variant: ["minimal", "detailed"]
    };
    connectView<SaliencyData>(this, "ecco-saliency", readAttribution);
  }

  /** The position under the pointer or the keyboard. */
  get pointing(): number | null {
    return this.pointedPosition;
  }

  protected override willUpdate(changed: Parameters<Saliency["update"]>[0]): void {
    if (changed.has("baselines") && this.baselines.length) offer(this, {baseline: this.baselines});
    super.willUpdate(changed);
  }
}
