/** One run with the inner values that were asked for. */
import type {ModelInput, RunOptions, SiteValue, Trace} from "../api.ts";
import type {Token} from "../results.ts";
import type {ModelGraph} from "../architectures/architecture.ts";
import {InputError} from "../errors.ts";
import type {Tensor} from "../backends/backend.ts";
import {encode, followed, positionOf, resolveToken} from "./input.ts";
import type {Encoded} from "./input.ts";
import {generate} from "./generation/generate.ts";
import {captureQuestion, needsInside, writesOn} from "./questions.ts";
import type {Meter, Session} from "./session.ts";
import {gradient} from "./attribution/rules.ts";
import {scalarOf} from "./attribution/scalar.ts";
import {createTarget} from "./attribution/target.ts";
import {classesOf, oneHot, readingOf} from "./attribution/readings.ts";

/** Returns the sites that a name or pattern means; * stands for anything. Throws InputError when it means none. */
export function matchSites(all: Iterable<string>, patterns: readonly string[]): string[] {
  const names = [...all];
  return [
    ...new Set(
      patterns.flatMap((pattern) => {
        const expression = new RegExp(
          `^${pattern
            .split("*")
            .map((part) => part.replaceAll(/[.[\](){}+?^$|\\]/g, "\\$&"))
            .join(".*")}$`
        );
        const found = names.filter((name) => expression.test(name));
        if (found.length > 0) return found;
        const last = pattern.split(".").at(-1)!;
        const near = names.filter((name) => name.endsWith(last)).slice(0, 3);
        throw new InputError(
          `no site matches ${pattern}; ${near.length > 0 ? `near: ${near.join(", ")}` : `there are ${names.slice(0, 8).join(", ")}, …`}`
        );
      })
    )
  ];
}

/** The logits, or the last layer's states where there is no head. */
const outputOf = ({sites, layers}: ModelGraph): string =>
  sites.has("logits") ? "logits" : `layers.${layers - 1}.residual`;

const float = ({data}: Tensor): Float32Array | Float64Array =>
  data instanceof Int32Array ? Float64Array.from(data) : data;

export async function run(
  session: Session,
  input: ModelInput,
  options: RunOptions,
  meter: Meter
): Promise<Omit<Trace, "backend" | "milliseconds" | "provenance">> {
  const prompt = encode(session, input);
  const produced = await continued(session, input, prompt, options, meter);
  const encoded = followed(session, prompt, produced);
  const {graph} = session;
  const inner = options.capture?.find((name) => name !== "logits");
  if (inner !== undefined) needsInside(graph, inner);
  const names = matchSites(graph.sites.keys(), options.capture ?? [outputOf(graph)]);
  const sites = new Map<string, SiteValue>();
  const keep = (
    site: string,
    axes: readonly string[],
    shape: readonly number[],
    data: Float32Array | Float64Array
  ): void => {
    sites.set(site, Object.freeze({site, axes, shape, data}));
  };
  if (names.length > 0) {
    const outputs = await session.ask(captureQuestion(graph, names), {
      batch: encoded.batch,
      meter,
      signal: options.signal
    });
    for (const [name, tensor] of outputs)
      keep(name, graph.sites.get(name)!.axes, tensor.shape.slice(1), float(tensor));
  }
  if (options.gradientOf) {
    const {
      target,
      of = classesOf(graph) === 1 ? "logit" : "logprob",
      position
    } = options.gradientOf;
    const asked = createTarget({
      session,
      encoded,
      scalar: scalarOf(readingOf(of)),
      positions: [positionOf(session, encoded, position)],
      weights: oneHot(graph, resolveToken(session, target).id),
      meter,
      signal: options.signal,
      explained: [encoded.tokens.length, encoded.decoderTokens.length]
    });
    const [found] = await asked.walks(gradient, [{rows: asked.embeddings}]);
    found!.flow.forEach((data, index) => {
      keep(
        graph.lookups[index]!.gradient,
        ["position", "channel"],
        [data.length / asked.width, asked.width],
        data
      );
    });
  }
  return {
    tokens: [...encoded.tokens, ...encoded.decoderTokens],
    produced: produced.length,
    sites
  };
}

/** Returns the tokens a run shall produce before it is captured. */
export async function continued(
  session: Session,
  input: ModelInput,
  {batch}: Encoded,
  {generate: options, signal}: Pick<RunOptions, "generate" | "signal">,
  meter: Meter
): Promise<readonly Token[]> {
  if (!options) return [];
  const {kind} = session.graph;
  if (!writesOn(session.graph))
    throw new InputError(
      `generate: a model of kind ${kind} does not write; leave it out, or capture the prompt with its masks`
    );
  if (batch.mask || batch.types)
    throw new InputError("generate: got a mask or types for the prompt; give ids or a text alone");
  const {steps} = await generate(session, input, {...options, ...(signal ? {signal} : {})}, meter);
  return steps.map(({token}) => token);
}
