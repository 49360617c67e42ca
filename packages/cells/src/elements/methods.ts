import type {AttributionMethod} from "@ecco/engine";
import {methodFamilies, Methods} from "@ecco/viz";
import type {MethodComparison} from "@ecco/viz";
import {readMethods} from "../recorded/read-methods.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import {words} from "./converters.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

/** One of each kind; more are a choice away. */
const usual: readonly AttributionMethod[] = [
  "deeplift",
  "integrated-gradients",
  "attn-lrp",
  "occlusion",
  "input-x-gradient",
  "saliency",
  "attention-rollout"
];

/**
 * Shows what several methods say about one target, live: each is run and measured, and its row comes when it is done.
 * A method that cannot answer says why in its row.
 */
export class ConnectedMethods extends Methods {
  static override properties = {
    ...Methods.properties,
    ...connected,
    methods: {converter: words},
    target: {},
    foil: {},
    span: {},
    steps: {type: Number},
    quality: {}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** Which methods, in the order of the rows; defaults to seven, one of each kind. */
  declare methods: readonly string[];
  /** The token explained: its exact text (" London") or "#id"; defaults to the most probable. */
  declare target: string | undefined;
  /** What it is contrasted with, a token or a continuation of any length: the difference of the two is explained. */
  declare foil: string | undefined;
  /** A continuation that is explained as a whole, instead of a token: " the city of London". */
  declare span: string | undefined;
  /** Steps of integrated gradients; defaults to 50. */
  declare steps: number | undefined;
  /** "quick" (default, some 30 runs a method), "full" (some hundred), or "none": how faithfulness is measured. */
  declare quality: string;

  constructor() {
    super();
    this.methods = usual;
    // All from one baseline, or their bars could not be compared.
    this.baseline = "zero";
    this.quality = "quick";
    this.choices = {method: Object.values(methodFamilies).flat(), baseline: ["zero", "mean"]};
    connectView<MethodComparison>(this, "ecco-methods", readMethods);
  }

  protected override change(name: string, value: string): void {
    if (name === "add") this.methods = [...this.methods, value];
    super.change(name, value);
  }
}
