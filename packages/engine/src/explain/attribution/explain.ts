/** Attribution: how much each input token counts for a target. Definitions and sources: docs/methods.md. */
import type {ExplainOptions, ModelInput} from "../../api.ts";
import {InputError} from "../../errors.ts";
import type {Attribution, AttributionMethod, TargetKind} from "../../results.ts";
import {largest} from "../distribution.ts";
import {encode, positionOf, resolveToken} from "../input.ts";
import {methods} from "./methods/index.ts";
import {distributionsAt, labelOf} from "../next.ts";
import type {Answer} from "../provenance.ts";
import type {Meter, Session} from "../session.ts";
import {createTarget} from "./target.ts";

/** What is used where the caller does not say: measured, see docs/methods.md. */
const defaultMethods: Readonly<
  Record<string, {readonly method: AttributionMethod; readonly baseline: string}>
> = {
  t5: {method: "integrated-gradients", baseline: "pad"},
  llama: {method: "occlusion", baseline: "mean"}
};
const usual = {method: "integrated-gradients", baseline: "zero"} as const;

const kinds: readonly TargetKind[] = ["logit", "logprob", "probability"];
const reductions = ["sum", "l1", "l2"] as const;
type Reduction = (typeof reductions)[number];

const reduce: {readonly [R in Reduction]: (row: Float64Array) => number} = {
  sum: (row) => row.reduce((sum, x) => sum + x, 0),
  l1: (row) => row.reduce((sum, x) => sum + Math.abs(x), 0),
  l2: (row) => Math.sqrt(row.reduce((sum, x) => sum + x * x, 0))
};

function member<T extends string>(what: string, value: string, list: readonly T[]): T {
  const found = list.find((entry) => entry === value);
  if (found === undefined)
    throw new InputError(`unknown ${what}: ${value}; one of ${list.join(", ")}`);
  return found;
}

export async function explain(
  session: Session,
  input: ModelInput,
  options: ExplainOptions,
  meter: Meter
): Promise<Answer<Attribution>> {
  const ecco = options.compat === "ecco";
  const chosen = defaultMethods[String(session.config.model_type)] ?? usual;
  const name = member(
    "method",
    options.method ?? chosen.method,
    Object.keys(methods) as AttributionMethod[]
  );
  const method = methods[name];
  const of = member("target reading (of)", options.of ?? (ecco ? "probability" : "logit"), kinds);
  const reduction = member(
    "reduction",
    options.reduce ?? (ecco || name === "saliency" ? "l2" : "sum"),
    reductions
  );
  const steps = options.steps ?? 50;
  if (!Number.isInteger(steps) || steps < 1)
    throw new InputError(`steps: got ${steps}, expected a whole number of at least 1`);

  const encoded = encode(session, input);
  const position = positionOf(session, encoded, options.position);
  const id =
    options.target === undefined
      ? largest(
          (await distributionsAt(session, encoded, [position], meter, options.signal))[0]!,
          1
        )[0]!
      : resolveToken(session, options.target).id;
  const foil = options.foil === undefined ? null : resolveToken(session, options.foil).id;
  if (foil === id)
    throw new InputError(`target and foil are the same token, #${id}; the difference is always 0`);

  const baseline = ecco ? "zero" : (options.baseline ?? chosen.baseline);
  const target = createTarget({
    session,
    encoded,
    position,
    id,
    foil,
    of,
    meter,
    signal: options.signal,
    withDecoder: ecco || encoded.decoderGiven
  });
  const found = await method({target, baseline, steps, progress: options.progress});
  const decoderExplained = target.lookups.length > 1;
  const tokens = decoderExplained ? [...encoded.tokens, ...encoded.decoderTokens] : encoded.tokens;

  const norms = found.rows.map(reduce.l2);
  const total = norms.reduce((sum, x) => sum + x, 0);
  const scores = ecco ? norms.map((norm) => norm / total) : found.rows.map(reduce[reduction]);
  const sum = found.rows.reduce((all, row) => all + reduce.sum(row), 0);
  const label = (token: number): string | null => labelOf(session, token);
  return {
    method: name,
    target: {
      id,
      text: label(id),
      of,
      value: found.value,
      foil: foil === null ? null : {id: foil, text: label(foil)},
      position
    },
    tokens,
    encoderLength: encoded.tokens.length,
    scores,
    norms,
    delta: found.complete && found.change !== null ? sum - found.change : null,
    change: found.change,
    baseline: found.baseline,
    steps: found.steps
  };
}
