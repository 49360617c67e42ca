/** A clean and a corrupt prompt of one length, run side by side. */
import type {ModelInput} from "../../api.ts";
import type {Tensor} from "../../backends/backend.ts";
import {InputError} from "../../errors.ts";
import type {Token} from "../../results.ts";
import {batchOf} from "../batches.ts";
import {encode} from "../input.ts";
import type {Encoded} from "../input.ts";
import type {Meter, Session} from "../session.ts";
import type {CausalOptions, CausalSite, CausalStack} from "./options.ts";
import {askWith, oneRow, readQuestion, valuesOf, workOf} from "./reading.ts";
import type {Work} from "./reading.ts";

export interface Run {
  readonly encoded: Encoded;
  /** The target. */
  readonly value: number;
  /** Inner values [1, …] by site. */
  readonly sites: ReadonlyMap<string, Tensor>;
}

export interface TwoRuns {
  readonly work: Work;
  readonly clean: Run;
  readonly corrupt: Run;
}

const shown = (tokens: readonly Token[]): string =>
  tokens.map(({id, text}) => (text === null ? `#${id}` : JSON.stringify(text))).join(" ");

/** Throws InputError unless position t of one is position t of the other. */
function checkLengths(clean: Encoded, corrupt: Encoded): void {
  for (const [what, a, b] of [
    ["tokens", clean.tokens, corrupt.tokens],
    ["decoder tokens", clean.decoderTokens, corrupt.decoderTokens]
  ] as const)
    if (a.length !== b.length)
      throw new InputError(
        `clean and corrupt: got ${a.length} and ${b.length} ${what}, expected as many, so that positions match; clean is ${shown(a)}, corrupt is ${shown(b)}; exchange words for others of as many tokens`
      );
}

/** Returns both runs, with these sites captured. Throws InputError where the prompts differ in length. */
export async function twoRuns(
  session: Session,
  prompts: readonly [clean: ModelInput, corrupt: ModelInput],
  sites: readonly string[],
  options: CausalOptions,
  meter: Meter
): Promise<TwoRuns> {
  const [clean, corrupt] = prompts.map((prompt) => encode(session, prompt)) as [Encoded, Encoded];
  checkLengths(clean, corrupt);
  const work = await workOf(session, clean, options, meter);
  const outputs = await askWith(
    work,
    readQuestion(work, sites),
    batchOf(session, [clean, corrupt])
  );
  const values = valuesOf(work, outputs);
  const [first, second] = [clean, corrupt].map((encoded, row): Run => ({
    encoded,
    value: values[row]!,
    sites: new Map(sites.map((site) => [site, oneRow(outputs.get(site)!, row)]))
  })) as [Run, Run];
  return {work, clean: first, corrupt: second};
}

/** Returns what share of the way from corrupt to clean a value is; null where they are the same. */
export const shareOf = (value: number, {clean, corrupt}: TwoRuns): number | null =>
  clean.value === corrupt.value ? null : (value - corrupt.value) / (clean.value - corrupt.value);

/** Returns the tokens that a site of a stack has a position each of: attention to the source has the source's keys. */
export function tokensOf(
  {tokens, decoderTokens}: Encoded,
  stack: CausalStack,
  site?: CausalSite
): readonly Token[] {
  const ofSource =
    stack === "encoder" || (stack === "cross" && (site === "key" || site === "value"));
  return !ofSource && decoderTokens.length > 0 ? decoderTokens : tokens;
}
