/**
 * The logit lens (nostalgebraist 2020): inner states read through the model's own output head, with the final norm or
 * without, or through matrices first (Belrose et al. 2023).
 */
import type {ModelInput} from "../../api.ts";
import {InputError} from "../../errors.ts";
import type {Token} from "../../results.ts";
import {candidate, divergence, top} from "../distribution.ts";
import type {Distribution} from "../distribution.ts";
import {encode, resolveToken, textOf} from "../input.ts";
import type {Encoded} from "../input.ts";
import type {Answer} from "../provenance.ts";
import type {Meter, Session} from "../session.ts";
import type {LensOptions} from "./options.ts";
import {placeOf, read, tokensOf} from "./read.ts";
import type {Column} from "./read.ts";
import {readingOf} from "./reading.ts";
import type {Reading} from "./reading.ts";
import type {Lens, LensGrid, LensLayer} from "./results.ts";

/** What is told of a cell beside its distribution. */
interface Told {
  readonly count: number;
  readonly watch: readonly Token[];
  readonly contrast: readonly [Token, Token] | null;
}

function toldOf(session: Session, {top: count = 5, watch = [], contrast}: LensOptions): Told {
  const token = (name: string | number): Token => resolveToken(session, name);
  if (contrast && contrast.length !== 2)
    throw new InputError(`contrast: got ${contrast.length as number} tokens, expected two`);
  return {
    count,
    watch: watch.map(token),
    contrast: contrast ? [token(contrast[0]), token(contrast[1])] : null
  };
}

function cellsOf(
  session: Session,
  {layers}: Reading,
  column: Column,
  {count, watch, contrast}: Told
): LensLayer[] {
  const kl = divergence(column.last);
  const between = ({logits}: Distribution): number | null =>
    contrast && logits[contrast[0].id]! - logits[contrast[1].id]!;
  return layers.map((layer, index) => {
    const distribution = column.layers[index]!;
    return {
      layer,
      entropy: distribution.entropy,
      kl: kl(distribution),
      top: top(distribution, count, (id) => textOf(session, id)),
      watch: watch.map(({id, text}) => candidate(distribution, id, text)),
      contrast: between(distribution)
    };
  });
}

const about = (
  session: Session,
  encoded: Encoded,
  {mode, part, stack}: Reading,
  {contrast}: Told
): Answer<Omit<Lens, "position" | "layers">> => ({
  mode,
  part,
  stack,
  contrast,
  tokens: tokensOf(session, encoded, {stack})
});

export async function lens(
  session: Session,
  input: ModelInput,
  options: LensOptions,
  meter: Meter
): Promise<Answer<Lens>> {
  const reading = readingOf(session.graph, options);
  const told = toldOf(session, options);
  const encoded = encode(session, input);
  const position = placeOf(session, encoded, reading, options.position);
  const work = {meter, signal: options.signal};
  const [column] = await read(session, encoded, [position], reading, work);
  return {
    ...about(session, encoded, reading, told),
    position,
    layers: cellsOf(session, reading, column!, told)
  };
}

export async function lensGrid(
  session: Session,
  input: ModelInput,
  options: LensOptions,
  meter: Meter
): Promise<Answer<LensGrid>> {
  const reading = readingOf(session.graph, options);
  const told = toldOf(session, options);
  const encoded = encode(session, input);
  const positions = tokensOf(session, encoded, reading).map((_, position) => position);
  const work = {meter, signal: options.signal};
  const columns = await read(session, encoded, positions, reading, work);
  const cells = columns.map((column) => cellsOf(session, reading, column, told));
  return {
    ...about(session, encoded, reading, told),
    layers: reading.layers,
    cells: reading.layers.map((_, layer) => cells.map((column) => column[layer]!))
  };
}
