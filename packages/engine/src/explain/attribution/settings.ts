/** Options as methods read them: every default known, every number checked. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import {InputError} from "../../errors.ts";
import {topological} from "../../graph/node.ts";
import {isIdOf} from "../input.ts";
import type {Session} from "../session.ts";
import {attributionMethods} from "./methods/index.ts";
import type {Settings} from "./methods/method.ts";
import {checkMethod} from "./output-methods.ts";
import type {Baseline, Decomposition, ExplainOptions, RelevanceRule} from "./options.ts";
import {quadratures} from "./quadrature.ts";
import type {QuadratureRule} from "./quadrature.ts";
import type {AttributionMethod} from "./results.ts";

interface Usual {
  readonly method: AttributionMethod;
  readonly baselines: Readonly<Partial<Record<AttributionMethod, string>>>;
  /** Of all other methods. */
  readonly baseline: string;
}

/** What is used where the caller does not say, by what the model is made of: measured, see docs/methods.md. */
const usual = {
  /** LayerNorm. */
  centred: {method: "deeplift", baselines: {deeplift: "mean"}, baseline: "zero"},
  /** RMSNorm in an encoder and a decoder. */
  "encoder-decoder": {
    method: "deeplift",
    baselines: {"integrated-gradients": "pad", "sequential-integrated-gradients": "pad"},
    baseline: "zero"
  },
  /** RMSNorm in a decoder alone. */
  decoder: {
    method: "occlusion",
    baselines: {occlusion: "zero", deeplift: "zero"},
    baseline: "mean"
  },
  /** Of whose outputs alone can be asked for: what is absent is another token. */
  outputs: {method: "occlusion", baselines: {}, baseline: "pad"},
  /** The same, where there is a token that stands for what is absent. */
  masked: {method: "occlusion", baselines: {}, baseline: "mask"},
  /** Ecco's own. */
  ecco: {method: "integrated-gradients", baselines: {}, baseline: "zero"}
} as const satisfies Readonly<Record<string, Usual>>;

const known = new WeakMap<ModelGraph, Usual>();

function usualOf({graph, tokenizer, config}: Session): Usual {
  if (graph.outputsOnly !== undefined)
    return isIdOf(graph, tokenizer?.special.mask ?? config["mask_token_id"])
      ? usual.masked
      : usual.outputs;
  const found = known.get(graph);
  if (found) return found;
  const uncentred = topological([graph.logits]).some(({op}) => op === "rmsNorm");
  const stacks = graph.lookups.length > 1 ? "encoder-decoder" : "decoder";
  const made = usual[uncentred ? stacks : "centred"];
  known.set(graph, made);
  return made;
}

/** Methods whose baselines are drawn unless the caller says. */
const sampling: ReadonlySet<AttributionMethod> = new Set<AttributionMethod>([
  "deeplift-shap",
  "gradient-shap"
]);

export const reductions = ["sum", "l1", "l2"] as const;
export type Reduction = (typeof reductions)[number];

/** Returns the member of a closed set. Throws InputError naming the members. */
export function member<T extends string>(what: string, value: string, list: readonly T[]): T {
  const found = list.find((entry) => entry === value);
  if (found === undefined)
    throw new InputError(`unknown ${what}: ${value}; one of ${list.join(", ")}`);
  return found;
}

export interface Chosen {
  readonly method: AttributionMethod;
  readonly baseline: Baseline | readonly Baseline[];
  readonly reduction: Reduction;
}

/** Returns the method, what it starts from, and how its rows become scores. */
export function chosenOf(session: Session, options: ExplainOptions): Chosen {
  const ecco = options.compat === "ecco";
  const usually: Usual = ecco ? usual.ecco : usualOf(session);
  const method = member("method", options.method ?? usually.method, attributionMethods);
  checkMethod(session.graph, method);
  const own = sampling.has(method) ? "samples" : (usually.baselines[method] ?? usually.baseline);
  const reduction = options.reduce ?? (ecco || method === "saliency" ? "l2" : "sum");
  return {
    method,
    baseline: ecco ? "zero" : (options.baseline ?? own),
    reduction: member("reduction", reduction, reductions)
  };
}

function whole(what: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new InputError(`${what}: got ${value}, expected a whole number of at least ${least}`);
}

function atLeast0(what: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InputError(`${what}: got ${value}, expected a number of at least 0`);
}

const rules: readonly RelevanceRule[] = ["epsilon", "gamma", "alpha1-beta0"];

const decompositions: readonly Decomposition[] = ["bounded", "elementwise"];

/** Returns what methods are set to. Throws InputError for numbers that mean nothing. */
export function settingsOf(options: ExplainOptions, method: AttributionMethod): Settings {
  const {samples, accuracy, layer} = options;
  return {
    steps: whole("steps", options.steps ?? 50, 1),
    accuracy: accuracy === undefined ? null : atLeast0("accuracy", accuracy),
    quadrature: member(
      "quadrature",
      options.quadrature ?? "gauss-legendre",
      Object.keys(quadratures) as QuadratureRule[]
    ),
    samples: samples === undefined ? null : whole("samples", samples, 1),
    seed: whole("seed", options.seed ?? 0, 0),
    noise: atLeast0("noise", options.noise ?? (method === "gradient-shap" ? 0 : 0.15)),
    window: whole("window", options.window ?? 1, 1),
    layer: layer === undefined ? null : whole("layer", layer, 0),
    rule: member("rule", options.rule ?? "epsilon", rules),
    epsilon: atLeast0("epsilon", options.epsilon ?? 1e-6),
    gamma: atLeast0("gamma", options.gamma ?? 0.25),
    decomposition: member("decomposition", options.decomposition ?? "bounded", decompositions)
  };
}
