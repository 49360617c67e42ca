/**
 * Directions between texts. In many decoders the state of position 0 is a resting place of attention, a hundred times as
 * long as any other and alike for all texts: it enters no direction unless the caller wants it.
 */
import {lengthOf} from "../../lists.ts";
import type {Model, ModelInput} from "../../api.ts";
import {InputError} from "../../errors.ts";
import type {Token} from "../../results.ts";
import {largestOf} from "../dominance/measure.ts";
import type {LeftOut} from "../dominance/results.ts";
import {percentOf} from "../dominance/words.ts";
import {keptOf, naming} from "../without.ts";
import type {Without} from "../without.ts";
import type {SteeringVector} from "./results.ts";

export interface SteeringOptions {
  /** The block whose output is read, from 0. */
  readonly layer: number;
  /** Where: the last position of each text, the default, or the mean of all. */
  readonly position?: "last" | "mean";
  /** Site instead of the block's output; of rows [position, channel]. */
  readonly site?: string;
  /**
   * Which positions are left out; defaults to position 0 of texts whose state there is more than ten times as long as
   * the median of the others. [] leaves out none.
   */
  readonly without?: Without;
  readonly signal?: AbortSignal;
  /** Called as texts are read. */
  readonly progress?: (done: number, total: number) => void;
}

type Runs = Pick<Model, "run" | "info">;

/** The states of one text at the site. */
interface Read {
  readonly tokens: readonly Token[];
  readonly real: readonly number[];
  readonly width: number;
  readonly data: Float32Array | Float64Array;
  /** Of the state at each position. */
  readonly lengths: readonly number[];
}

/** A state so many times as long as usual ones is a resting place. */
const RESTING = 10;
/** Above this a vector drowns what it is added to. */
const LONG = 3;

/**
 * Returns the mean state over positive texts minus that over negative ones: of one pair, activation addition (Turner
 * et al. 2023); of many, contrastive activation addition (Panickssery et al. 2023). One forward pass a text. Throws
 * InputError where a side has no text, and where nothing of a text is left.
 */
export async function steeringVector(
  model: Runs,
  positive: readonly ModelInput[],
  negative: readonly ModelInput[],
  options: SteeringOptions
): Promise<SteeringVector> {
  const {layer, position = "last", site: given, signal, progress, without} = options;
  if (position !== "last" && position !== "mean")
    throw new InputError(`unknown position: ${String(position)}; one of last, mean`);
  for (const [what, texts] of Object.entries({positive, negative}))
    if (texts.length === 0) throw new InputError(`${what} texts: got none, expected at least one`);
  const prefix = model.info.kind === "encoder-decoder" ? "decoder." : "";
  const site = given ?? `${prefix}layers.${layer}.residual`;
  const texts = [...positive, ...negative];
  const read: Read[] = [];
  for (const text of texts) {
    read.push(await readAt(model, text, site, signal));
    progress?.(read.length, texts.length);
  }
  const typical = await usualLength(model, read, site, signal);
  const leftOut: LeftOut[] = [];
  const states = read.map((one, of) => {
    const kept =
      without === undefined
        ? usualIn(one, typical)
        : naming(of, texts.length, () => keptOf(one.tokens, one.real, without));
    // Of one position only that one could be missed.
    for (const at of position === "last" ? one.real.slice(-1) : one.real)
      if (!kept.includes(at)) leftOut.push({of, position: at, token: one.tokens[at]!});
    return meanOf(one, position === "last" ? kept.slice(-1) : kept);
  });
  const [a, b] = [states.slice(0, positive.length), states.slice(positive.length)].map(meanRow);
  const vector = a!.map((x, at) => x - b![at]!);
  const norm = lengthOf(vector);
  const about = {norm, typical, ratio: norm / typical, channel: channelOf(vector)};
  return {site, vector, ...about, leftOut, warnings: warningsOf(about)};
}

async function readAt(
  model: Runs,
  text: ModelInput,
  site: string,
  signal: AbortSignal | undefined
): Promise<Read> {
  const {sites, tokens: all} = await model.run(text, {
    capture: [site],
    ...(signal ? {signal} : {})
  });
  const value = sites.get(site);
  if (!value || value.shape.length !== 2)
    throw new InputError(`site: got ${site}, expected one whose axes are position and channel`);
  const [count, width] = value.shape as [number, number];
  // A decoder's tokens come last.
  const own = site.startsWith("decoder.");
  const tokens = own ? all.slice(-count) : all.slice(0, count);
  const mask = typeof text === "string" || own ? undefined : text.mask;
  const real = [...tokens.keys()].filter((at) => mask?.[at] !== 0);
  const lengths = tokens.map((_, at) =>
    lengthOf(value.data.subarray(at * width, (at + 1) * width))
  );
  return {tokens, real, width, data: value.data, lengths};
}

/**
 * Returns the median length of the states behind the first positions; of texts that have no others, as they stand behind
 * each other; of states that never have others, of all.
 */
async function usualLength(
  model: Runs,
  read: readonly Read[],
  site: string,
  signal: AbortSignal | undefined
): Promise<number> {
  const behind = ({real, lengths}: Read): number[] => real.slice(1).map((at) => lengths[at]!);
  const others = read.flatMap(behind);
  if (others.length > 0) return medianOf(others);
  const most = Math.min(JOINED, model.info.context ?? JOINED);
  const ids = read.flatMap(({tokens}) => tokens.map(({id}) => id)).slice(0, most);
  const together = await readAt(model, {ids}, site, signal);
  const joined = behind(together);
  return medianOf(joined.length > 0 ? joined : read.flatMap(({lengths}) => lengths));
}

/** So many tokens say how long states usually are. */
const JOINED = 64;

function medianOf(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Returns the positions of a text but a first one that is a resting place. Throws InputError where it has no other. */
function usualIn({tokens, real, lengths}: Read, typical: number): readonly number[] {
  const [first, ...others] = real;
  if (first === undefined || !(lengths[first]! > RESTING * typical)) return real;
  if (others.length > 0) return others;
  throw new InputError(
    `${nameOf(tokens[first]!)} is one token, and its state at position ${first} is ${Math.round(lengths[first]! / typical)} × as long as usual states: a resting place of attention, alike for all texts; put it into a sentence, or take it all the same with without: []`
  );
}

const nameOf = ({id, text}: Token): string => (text === null ? `#${id}` : `“${text}”`);

function meanOf({data, width}: Read, positions: readonly number[]): Float64Array {
  const sum = new Float64Array(width);
  for (const at of positions)
    for (let channel = 0; channel < width; channel++)
      sum[channel]! += data[at * width + channel]! / positions.length;
  return sum;
}

const meanRow = (rows: readonly Float64Array[]): Float64Array =>
  rows[0]!.map((_, at) => rows.reduce((sum, row) => sum + row[at]!, 0) / rows.length);

function channelOf(vector: Float64Array): SteeringVector["channel"] {
  const squares = vector.map((x) => x ** 2);
  const whole = squares.reduce((sum, x) => sum + x, 0);
  if (!(whole > 0)) return null;
  const index = largestOf(squares);
  return {index, share: squares[index]! / whole};
}

function warningsOf({
  norm,
  typical,
  ratio,
  channel
}: Pick<SteeringVector, "norm" | "typical" | "ratio" | "channel">): string[] {
  return [
    ...(ratio > LONG
      ? [
          `the vector is ${norm.toPrecision(3)} long, ${ratio.toPrecision(3)} × as long as usual states (${typical.toPrecision(3)}): added once it drowns them; give a strength`
        ]
      : []),
    ...(channel && channel.share > 1 / 2
      ? [
          `channel ${channel.index} holds ${percentOf(channel.share)} of the vector's squared length: it turns the stream in one number`
        ]
      : [])
  ];
}
