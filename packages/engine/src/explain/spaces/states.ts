/** The states of many texts at many places. */
import type {Model, ModelInput} from "../../api.ts";
import {rowsAt} from "../../analysis/samples.ts";
import type {Samples} from "../../analysis/samples.ts";
import {InputError} from "../../errors.ts";
import type {Token} from "../../results.ts";
import {batchOf, parts} from "../batches.ts";
import {encode} from "../input.ts";
import type {LeftOut} from "../dominance/results.ts";
import type {Place} from "../dominance/measure.ts";
import {captureQuestion} from "../questions.ts";
import type {Meter, Session} from "../session.ts";
import {keptOf, naming} from "../without.ts";
import type {Without} from "../without.ts";
import type {SpaceOptions} from "./options.ts";
import type {Places} from "./places.ts";

/** One text: its tokens, and of each place their states [tokens, neurons]. Padding is left out. */
export interface States {
  readonly tokens: readonly Token[];
  /** Where each token stands in its text. */
  readonly positions: readonly number[];
  /** Whether each token is left out of what is computed. */
  readonly out: readonly boolean[];
  readonly spaces: readonly Samples[];
}

export type Inputs = ModelInput | readonly ModelInput[];

/** Returns one or several inputs as a list. Throws InputError when there is none. */
export function listOf(inputs: Inputs): readonly ModelInput[] {
  const list = Array.isArray(inputs) ? (inputs as readonly ModelInput[]) : [inputs as ModelInput];
  if (list.length === 0) throw new InputError("no texts: got 0, expected at least 1");
  return list;
}

/** Returns which tokens of a row are no padding, and which of them are left out. */
function realOf(
  tokens: readonly Token[],
  mask: readonly number[] | undefined,
  without: Without | undefined
): Omit<States, "spaces"> {
  const positions = [...tokens.keys()].filter((at) => mask?.[at] !== 0);
  const kept = new Set(keptOf(tokens, positions, without));
  return {
    tokens: positions.map((at) => tokens[at]!),
    positions,
    out: positions.map((at) => !kept.has(at))
  };
}

function statesAt(
  data: ArrayLike<number>,
  first: number,
  width: number,
  positions: readonly number[]
): Samples {
  const own = new Float64Array(positions.length * width);
  for (const [at, position] of positions.entries())
    for (let column = 0; column < width; column++)
      own[at * width + column] = data[first + position * width + column]!;
  return {rows: positions.length, columns: width, data: own};
}

/** Returns the states of each input, in their order; several are read at once. */
export async function readStates(
  session: Session,
  inputs: readonly ModelInput[],
  {places, stack}: Places,
  options: Pick<SpaceOptions, "rows" | "signal" | "without">,
  meter: Meter,
  step: () => void
): Promise<States[]> {
  // Looked at before anything is computed: a text of which nothing is left shall not be waited for.
  const rows = inputs.map((input, index) => {
    const encoded = encode(session, input);
    const real = naming(index, inputs.length, () =>
      stack === "decoder"
        ? realOf(encoded.decoderTokens, undefined, options.without)
        : realOf(encoded.tokens, encoded.batch.mask?.[0], options.without)
    );
    return {encoded, index, real};
  });
  const names = [...new Set(places.map(({site}) => site))];
  const question = captureQuestion(session.graph, names);
  const found: States[] = [];
  for (const part of parts(session, question, rows, options)) {
    const outputs = await session.ask(question, {
      batch: batchOf(
        session,
        part.map(({encoded}) => encoded)
      ),
      meter,
      signal: options.signal
    });
    for (const [row, {index, real}] of part.entries()) {
      found[index] = {
        ...real,
        spaces: places.map(({site}) => {
          const {shape, data} = outputs.get(site)!;
          const [, length, width] = shape as [number, number, number];
          return statesAt(data, row * length * width, width, real.positions);
        })
      };
      step();
    }
  }
  return found;
}

/** Returns the states of each input in a model that has a session of its own. */
export async function readStatesOf(
  model: Model,
  inputs: readonly ModelInput[],
  {places, stack}: Places,
  {signal, without}: Pick<SpaceOptions, "signal" | "without">,
  step: () => void
): Promise<States[]> {
  const found: States[] = [];
  for (const [index, input] of inputs.entries()) {
    const {sites, tokens} = await model.run(input, {
      capture: places.map(({site}) => site),
      ...(signal ? {signal} : {})
    });
    const [length] = sites.get(places[0]!.site)!.shape as [number];
    const mask = typeof input === "string" || stack === "decoder" ? undefined : input.mask;
    // A decoder's tokens come last.
    const own = stack === "decoder" ? tokens.slice(-length) : tokens.slice(0, length);
    const real = naming(index, inputs.length, () => realOf(own, mask, without));
    found.push({
      ...real,
      spaces: places.map(({site}) => {
        const {shape, data} = sites.get(site)!;
        return statesAt(data, 0, shape[1]!, real.positions);
      })
    });
    step();
  }
  return found;
}

/** Returns some rows of a text. */
export const pickRows = (
  {tokens, positions, out, spaces}: States,
  rows: readonly number[]
): States => ({
  tokens: rows.map((at) => tokens[at]!),
  positions: rows.map((at) => positions[at]!),
  out: rows.map((at) => out[at]!),
  spaces: spaces.map((space) => rowsAt(space, rows))
});

/** Returns the texts without what is left out. */
export const keptStates = (states: readonly States[]): readonly States[] =>
  states.map((one) =>
    one.out.includes(true)
      ? pickRows(
          one,
          [...one.out.keys()].filter((at) => !one.out[at])
        )
      : one
  );

/** Returns the tokens that are left out. */
export const leftOutOf = (states: readonly States[]): LeftOut[] =>
  placesIn(states).filter((_, at) => states.flatMap(({out}) => out)[at]);

/** Returns where each token stands. */
export const placesIn = (states: readonly States[]): Place[] =>
  states.flatMap(({tokens, positions}, of) =>
    tokens.map((token, at) => ({of, position: positions[at]!, token}))
  );

/** Returns the states of all texts, one behind the other: of each place [tokens of all, neurons]. */
export function joined(states: readonly States[]): Samples[] {
  return states[0]!.spaces.map(({columns}, place) => {
    const rows = states.reduce((sum, {tokens}) => sum + tokens.length, 0);
    const data = new Float64Array(rows * columns);
    let at = 0;
    for (const {spaces} of states) {
      data.set(spaces[place]!.data, at);
      at += spaces[place]!.data.length;
    }
    return {rows, columns, data};
  });
}
