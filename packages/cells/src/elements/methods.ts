import type {AttributionMethod, ExplainOptions, TargetKind} from "@ecco/engine";
import {methodFamilies, Methods} from "@ecco/viz";
import type {MethodComparison} from "@ecco/viz";
import {masksOf, nothingToFill} from "../questions/produced.ts";
import {readMethods} from "../recorded/read-methods.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import {words} from "./converters.ts";
import {given} from "./plan.ts";
import type {Plan, Subject, Work} from "./plan.ts";
import type {ModelLike} from "./source.ts";

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
    new Connection<MethodComparison>(this, planFor(this));
  }

  protected override change(name: string, value: string): void {
    if (name === "add") this.methods = [...this.methods, value];
    super.change(name, value);
  }
}

function planFor(host: ConnectedMethods): Plan<MethodComparison> {
  const options = (): ExplainOptions => {
    const {of, target, foil, span, baseline, steps, quality} = host;
    return given({
      of: of as TargetKind | undefined,
      target,
      foil,
      span,
      baseline,
      steps,
      quality: quality === "none" ? undefined : (quality as "quick" | "full")
    });
  };
  return {
    request: () => ({...options(), methods: host.methods}),
    answer: (subject, _request, work) =>
      compare(subject, {methods: host.methods, options: options()}, work),
    read: readMethods
  };
}

type Row = MethodComparison["methods"][number];

/** Runs one method after the other; what has come so far is shown with every new row. */
async function compare(
  {model, prompt}: Subject,
  {methods, options}: {readonly methods: readonly string[]; readonly options: ExplainOptions},
  {signal, progress, partial}: Work<MethodComparison>
): Promise<MethodComparison> {
  const tokens = await model.tokenize(prompt);
  if (model.info.kind === "masked" && options.target === undefined && !masksOf(tokens).length)
    throw nothingToFill();
  const rows: Row[] = [];
  let failure: unknown;
  for (const method of methods) {
    try {
      const attribution = await model.explain(prompt, {
        ...options,
        method: method as AttributionMethod,
        signal,
        progress: (done, total) => progress((rows.length + done / total) / methods.length)
      });
      rows.push({method, attribution});
    } catch (error) {
      signal.throwIfAborted();
      failure ??= error;
      const message = error instanceof Error ? error.message : String(error);
      rows.push({method, attribution: null, error: message});
    }
    progress(rows.length / methods.length);
    const waiting = methods
      .slice(rows.length)
      .map((left): Row => ({method: left, attribution: null}));
    partial({tokens, methods: [...rows, ...waiting]});
  }
  // What no method can answer is not about methods.
  if (failure !== undefined && rows.every(({attribution}) => attribution === null)) throw failure;
  return {tokens, methods: rows};
}
