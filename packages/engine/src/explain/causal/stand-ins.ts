/** What stands in for units that are taken out: zeros, their mean, or their values in other texts. */
import type {ModelInput} from "../../api.ts";
import type {Tensor} from "../../backends/backend.ts";
import {InputError} from "../../errors.ts";
import {encode} from "../input.ts";
import {randomOf} from "../generation/random.ts";
import {captureQuestion} from "../questions.ts";
import type {CausalSite, CausalStack} from "./options.ts";
import type {Work} from "./reading.ts";
import {tokensOf} from "./two-runs.ts";

/** Inner values [1, …] by site. */
type Values = ReadonlyMap<string, Tensor>;

export interface StandInOptions {
  readonly how: "zero" | "mean" | "resample";
  readonly samples: readonly ModelInput[] | null;
  readonly draws: number | null;
  readonly seed: number;
  readonly stack: CausalStack;
  readonly site: CausalSite;
  /** Positions of the input, in that stack. */
  readonly length: number;
}

type StandIn = (
  work: Work,
  own: Values,
  options: StandInOptions
) => Promise<readonly Values[]> | readonly Values[];

const standIns: {readonly [H in StandInOptions["how"]]: StandIn} = {
  zero: (_, own, {samples}) => {
    if (samples) throw new InputError("samples were given, but zeros need none; leave them out");
    return [mapped(own, ({shape, data}) => ({shape, data: new Float32Array(data.length)}))];
  },
  mean: async (work, own, {samples}) => {
    const all: Values[] = samples ? [] : [own];
    for (const sample of samples ?? []) all.push(await valuesIn(work, sample, [...own.keys()]));
    return [
      mapped(own, (tensor, site) =>
        meanOf(
          tensor,
          all.map((one) => one.get(site)!)
        )
      )
    ];
  },
  resample: async (work, own, {samples, draws, seed, stack, site, length}) => {
    const texts = shuffled(samples ?? [], seed);
    const count = draws ?? texts.length;
    if (texts.length === 0)
      throw new InputError("resample: got no samples, expected at least one other text");
    if (!Number.isInteger(count) || count < 1 || count > texts.length)
      throw new InputError(
        `draws: got ${count}, expected a whole number from 1 to ${texts.length}, as many as there are samples`
      );
    const made: Values[] = [];
    for (const text of texts.slice(0, count)) {
      const there = tokensOf(encode(work.session, text), stack, site).length;
      if (there < length)
        throw new InputError(
          `resample: a sample has ${there} tokens, expected at least the input's ${length}; leave it out or write more`
        );
      const values = await valuesIn(work, text, [...own.keys()]);
      made.push(mapped(own, (tensor, site) => cut(values.get(site)!, tensor.shape)));
    }
    return made;
  }
};

/** Returns, for each draw, what stands in at these sites; `own` are the input's values. */
export async function standInsOf(
  work: Work,
  sites: readonly string[],
  own: Values,
  options: StandInOptions
): Promise<readonly Values[]> {
  const standIn = (standIns as Partial<typeof standIns>)[options.how];
  if (!standIn)
    throw new InputError(
      `unknown with: ${options.how}; one of ${Object.keys(standIns).join(", ")}`
    );
  if (options.draws !== null && options.how !== "resample")
    throw new InputError(`draws were given, but ${options.how} draws nothing; leave them out`);
  return standIn(work, new Map(sites.map((site) => [site, own.get(site)!])), options);
}

/** Returns the sites' values in a text, run alone. */
async function valuesIn(
  {session, meter, signal}: Work,
  text: ModelInput,
  sites: readonly string[]
): Promise<Values> {
  const {batch} = encode(session, text);
  return session.ask(captureQuestion(session.graph, sites), {batch, meter, signal});
}

const mapped = (values: Values, change: (tensor: Tensor, site: string) => Tensor): Values =>
  new Map([...values].map(([site, tensor]) => [site, change(tensor, site)]));

/** Returns the mean row over all positions of all texts, at each position; for heads, of each head. */
function meanOf({shape}: Tensor, all: readonly Tensor[]): Tensor {
  const [length, width] = shape.slice(-2) as [number, number];
  const heads = shape.length === 4 ? shape[1]! : 1;
  const data = new Float64Array(heads * length * width);
  for (let head = 0; head < heads; head++) {
    const sum = new Float64Array(width);
    let count = 0;
    for (const one of all) {
      const there = one.shape.at(-2)!;
      for (let t = 0; t < there; t++, count++)
        for (let at = 0; at < width; at++) sum[at]! += one.data[(head * there + t) * width + at]!;
    }
    for (let t = 0; t < length; t++)
      data.set(
        sum.map((x) => x / count),
        (head * length + t) * width
      );
  }
  return {shape, data};
}

/** Returns the first positions of a text's values, as many as the shape has. */
function cut(tensor: Tensor, shape: readonly number[]): Tensor {
  const [length, width] = shape.slice(-2) as [number, number];
  const heads = shape.length === 4 ? shape[1]! : 1;
  const there = tensor.shape.at(-2)!;
  const data = new Float64Array(heads * length * width);
  for (let head = 0; head < heads; head++) {
    const from = head * there * width;
    data.set(tensor.data.subarray(from, from + length * width), head * length * width);
  }
  return {shape, data};
}

/** Returns the list in an order the seed gives (Fisher and Yates). */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  const made = [...list];
  const random = randomOf(seed);
  for (let last = made.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [made[last], made[other]] = [made[other]!, made[last]!];
  }
  return made;
}
