/** What makes one neuron fire: its strongest and weakest tokens over many texts, and what it writes. */
import type {ModelInput} from "../../api.ts";
import {InputError} from "../../errors.ts";
import type {Answer} from "../provenance.ts";
import type {Meter, Session} from "../session.ts";
import {naming} from "../without.ts";
import {encodeAll, isReal, readActivations, readIn, takenIn} from "./activations.ts";
import type {ReadText} from "./activations.ts";
import type {TopTokensOptions} from "./options.ts";
import type {TokenFiring, TopTokens} from "./results.ts";
import {layerOf, stackOf, topOf} from "./sites.ts";
import {writesOf} from "./writes.ts";

interface Place {
  readonly text: number;
  readonly position: number;
  readonly activation: number;
}

/** Returns where a neuron fires most and least in these texts, and which tokens it makes likelier. */
export async function topTokens(
  session: Session,
  input: ModelInput | readonly ModelInput[],
  options: TopTokensOptions,
  meter: Meter
): Promise<Answer<TopTokens>> {
  const {neuron, context = 5} = options;
  const top = topOf(options.top);
  if (!Number.isInteger(context) || context < 0)
    throw new InputError(`context: got ${context}, expected a whole number of at least 0`);
  const stack = stackOf(session.graph, options.stack);
  const layer = layerOf(stack, options.layer);
  if (!Number.isInteger(neuron) || neuron < 0 || neuron >= stack.width)
    throw new InputError(
      `neuron: got ${neuron}, expected a whole number from 0 to ${stack.width - 1}`
    );
  const inputs: readonly ModelInput[] = Array.isArray(input) ? input : [input as ModelInput];
  const texts = encodeAll(session, inputs).map((encoded) => readIn(stack, encoded));
  const taken = texts.map((text, index) =>
    naming(index, texts.length, () => new Set(takenIn(stack, text, options.without)))
  );
  const fired: number[][] = [];
  await readActivations(session, texts, stack, [layer], options, meter, (text, _, values) => {
    fired[text] = texts[text]!.tokens.map((_, at) => values[at * stack.width + neuron]!);
  });
  const places = fired
    .flatMap((row, text) =>
      row.map((activation, position): Place => ({text, position, activation}))
    )
    .filter(({text, position}) => taken[text]!.has(position))
    .toSorted((a, b) => b.activation - a.activation);
  const shown = (place: Place): TokenFiring =>
    among(place, texts[place.text]!, fired[place.text]!, context);
  return {
    layer,
    neuron,
    stack: stack.stack,
    read: places.length,
    without: options.without ?? null,
    leftOut: texts.flatMap((text, of) =>
      text.tokens.flatMap((token, position) =>
        taken[of]!.has(position) || !isReal(stack, text, position) ? [] : [{of, position, token}]
      )
    ),
    strongest: places.slice(0, top).map(shown),
    weakest: places.toReversed().slice(0, top).map(shown),
    writes: await writesOf(session, stack, layer, neuron, top, options.signal)
  };
}

function among(
  {text, position, activation}: Place,
  {tokens}: ReadText,
  fired: readonly number[],
  context: number
): TokenFiring {
  const start = Math.max(0, position - context);
  return {
    text,
    position,
    token: tokens[position]!,
    activation,
    context: tokens
      .slice(start, position + context + 1)
      .map((token, index) => ({token, activation: fired[start + index]!})),
    at: position - start
  };
}
