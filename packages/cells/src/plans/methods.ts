import type {AttributionMethod, ExplainOptions, TargetKind} from "@ecco/engine";
import type {MethodComparison} from "@ecco/viz";
import {masksOf, nothingToFill} from "../questions/produced.ts";
import {given} from "../elements/plan.ts";
import type {Plan, Subject, Work} from "../elements/plan.ts";
import type {ConnectedMethods} from "../elements/methods.ts";

export function planMethods(host: ConnectedMethods): Plan<MethodComparison> {
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
      compare(subject, {methods: host.methods, options: options()}, work)
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
