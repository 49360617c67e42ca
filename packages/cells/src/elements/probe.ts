import type {ProbeExample} from "@ecco/engine";
import {Probe} from "@ecco/viz";
import type {ProbeData} from "@ecco/viz";
import {withoutChoices} from "../questions/without.ts";
import {readProbe} from "../recorded/read-probe.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

/** Texts with labels; several sets by what their labels are about. */
export type ProbeExamples =
  | readonly ProbeExample[]
  | Readonly<Record<string, readonly ProbeExample[]>>;

/** Shows what a linear classifier can read off each layer of the model, live: of `examples`, texts with labels. The prompt is not asked about. */
export class ConnectedProbe extends Probe {
  static override properties = {
    ...Probe.properties,
    ...connected,
    examples: {type: Object},
    pool: {},
    folds: {type: Number},
    control: {},
    site: {},
    seed: {type: Number},
    l2: {type: Number}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** `[{input: "The keys", label: "many"}, …]`, or several lists by name: `{number: […], tense: […]}`. As an attribute: JSON. */
  declare examples: ProbeExamples;
  /** "token", "mean", "last" or "first": what of a text the probe sees; defaults to "token" where examples name tokens, else to "mean". */
  declare pool: string | undefined;
  /** How many parts the examples are held out in; defaults to 5. */
  declare folds: number | undefined;
  /** "on" (default) or "off", which takes half of the time: whether shuffled labels are probed too. */
  declare control: string;
  /** "residual" (default), "neurons", "attention" or "mlp". */
  declare site: string | undefined;
  /** Of the folds and the shuffled labels; defaults to 0. */
  declare seed: number | undefined;
  /** Strength of the penalty; defaults to 1. */
  declare l2: number | undefined;

  constructor() {
    super();
    this.examples = [];
    this.control = "on";
    this.choices = {without: withoutChoices};
    connectView<ProbeData>(this, "ecco-probe", readProbe);
  }
}
