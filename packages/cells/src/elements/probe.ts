import type {ProbeExample, ProbeOptions, ProbePool, SpaceSite} from "@ecco/engine";
import {Probe} from "@ecco/viz";
import type {ProbeData, ProbingData} from "@ecco/viz";
import {withoutChoices, withoutOf} from "../questions/without.ts";
import {readProbe} from "../recorded/read-probe.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import {given} from "./plan.ts";
import type {Plan, Request, Subject, Work} from "./plan.ts";
import type {ModelLike} from "./source.ts";

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
    new Connection<ProbeData>(this, planFor(this));
  }
}

const isList = (examples: ProbeExamples): examples is readonly ProbeExample[] =>
  Array.isArray(examples);

function planFor(host: ConnectedProbe): Plan<ProbeData> {
  const options = (): ProbeOptions => {
    const {pool, folds, control, site, seed, l2, without} = host;
    return given({
      pool: pool as ProbePool | undefined,
      site: site as SpaceSite | undefined,
      folds,
      control: control !== "off",
      seed,
      l2,
      without: withoutOf(without)
    });
  };
  const sets = (): readonly (readonly [string | undefined, readonly ProbeExample[]])[] => {
    const {examples} = host;
    // An attribute that is no JSON is null.
    return isList(examples) ? [[undefined, examples]] : Object.entries(examples ?? {});
  };
  return {
    // What is typed elsewhere changes nothing here.
    about: () => (sets().some(([, list]) => list.length) ? "" : undefined),
    request: () => ({...options(), examples: host.examples}),
    async answer(
      {model}: Subject,
      _request: Request,
      {signal, progress, partial}: Work<ProbeData>
    ): Promise<ProbeData> {
      const all = sets();
      const told: ProbingData[] = [];
      for (const [at, [name, examples]] of all.entries()) {
        const probing = await model.probe(examples, {
          ...options(),
          signal,
          progress: (done, total) => progress((at + done / total) / all.length)
        });
        if (name === undefined) return probing;
        told.push({name, ...probing});
        partial([...told]);
      }
      return told;
    },
    outward: () => null,
    inward: () => null,
    read: readProbe
  };
}
