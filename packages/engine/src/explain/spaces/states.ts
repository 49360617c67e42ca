/** The states of many texts at many places. */
import type {Model, ModelInput} from "../../api.ts";
import type {Samples} from "../../analysis/samples.ts";
import {InputError} from "../../errors.ts";
import type {Token} from "../../results.ts";
import {batchOf, parts, rowsOf} from "../batches.ts";
import {encode} from "../input.ts";
import {captureQuestion} from "../questions.ts";
import type {Meter, Session} from "../session.ts";
import type {SpaceOptions} from "./options.ts";
import type {Places} from "./places.ts";

/** One text: its tokens, and of each place their states [tokens, neurons]. Padding is left out. */
export interface States {
  readonly tokens: readonly Token[];
  readonly spaces: readonly Samples[];
}

export type Inputs = ModelInput | readonly ModelInput[];

/** Returns one or several inputs as a list. Throws InputError when there is none. */
export function listOf(inputs: Inputs): readonly ModelInput[] {
  const list = Array.isArray(inputs) ? (inputs as readonly ModelInput[]) : [inputs as ModelInput];
  if (list.length === 0) throw new InputError("no texts: got 0, expected at least 1");
  return list;
}

/** What of a row is no padding: its length, and which positions the caller's mask leaves. */
interface Real {
  readonly tokens: readonly Token[];
  readonly kept: readonly number[];
}

const realOf = (tokens: readonly Token[], mask: readonly number[] | undefined): Real => ({
  tokens,
  kept: [...tokens.keys()].filter((at) => mask?.[at] !== 0)
});

function statesAt(data: ArrayLike<number>, first: number, width: number, {kept}: Real): Samples {
  const own = new Float64Array(kept.length * width);
  for (const [at, position] of kept.entries())
    for (let column = 0; column < width; column++)
      own[at * width + column] = data[first + position * width + column]!;
  return {rows: kept.length, columns: width, data: own};
}

/** Returns the states of each input, in their order; several are read at once. */
export async function readStates(
  session: Session,
  inputs: readonly ModelInput[],
  {places, stack}: Places,
  options: Pick<SpaceOptions, "rows" | "signal">,
  meter: Meter,
  step: () => void
): Promise<States[]> {
  const most = rowsOf(options);
  const rows = inputs.map((input, index) => ({encoded: encode(session, input), index}));
  const names = [...new Set(places.map(({site}) => site))];
  const question = captureQuestion(session.graph, names);
  const found: States[] = [];
  for (const part of parts(rows, most, session.graph.turnsBeyond)) {
    const outputs = await session.ask(question, {
      batch: batchOf(
        session,
        part.map(({encoded}) => encoded)
      ),
      meter,
      signal: options.signal
    });
    for (const [row, {encoded, index}] of part.entries()) {
      const real =
        stack === "decoder"
          ? realOf(encoded.decoderTokens, undefined)
          : realOf(encoded.tokens, encoded.batch.mask?.[0]);
      found[index] = {
        tokens: real.kept.map((at) => real.tokens[at]!),
        spaces: places.map(({site}) => {
          const {shape, data} = outputs.get(site)!;
          const [, length, width] = shape as [number, number, number];
          return statesAt(data, row * length * width, width, real);
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
  signal: AbortSignal | undefined,
  step: () => void
): Promise<States[]> {
  const found: States[] = [];
  for (const input of inputs) {
    const {sites, tokens} = await model.run(input, {
      capture: places.map(({site}) => site),
      ...(signal ? {signal} : {})
    });
    const [length] = sites.get(places[0]!.site)!.shape as [number];
    const mask = typeof input === "string" || stack === "decoder" ? undefined : input.mask;
    // A decoder's tokens come last.
    const own = stack === "decoder" ? tokens.slice(-length) : tokens.slice(0, length);
    const real = realOf(own, mask);
    found.push({
      tokens: real.kept.map((at) => own[at]!),
      spaces: places.map(({site}) => {
        const {shape, data} = sites.get(site)!;
        return statesAt(data, 0, shape[1]!, real);
      })
    });
    step();
  }
  return found;
}

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
