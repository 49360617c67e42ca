/** What the cosine loses when a text is read without a unit: its tokens are not there, and the others move up. */
import {encode} from "../input.ts";
import type {Session} from "../session.ts";
import type {Scored, Two} from "./two.ts";
import {cosineOf, vectorsOf} from "./embed.ts";
import type {ReadText} from "./encode-text.ts";

export async function occluded({
  session,
  modules,
  texts,
  vectors,
  cosine,
  units,
  options: {signal, progress},
  meter
}: Two): Promise<Scored> {
  const shorter = ([0, 1] as const).flatMap((side) =>
    units[side].flatMap((own, unit) => {
      const text = withoutTokens(session, texts[side], own);
      return text ? [{side, unit, text}] : [];
    })
  );
  const options = {...(signal ? {signal} : {}), ...(progress ? {progress} : {})};
  const read = shorter.map(({text}) => text);
  const found = read.length > 0 ? await vectorsOf(session, read, modules, options, meter) : [];
  const scores = [units[0].map(() => 0), units[1].map(() => 0)] as const;
  for (const [at, {side, unit}] of shorter.entries())
    scores[side][unit] = cosine - cosineOf(found[at]!, vectors[1 - side]!);
  return {scores, sums: [], baseline: null, steps: null};
}

/** Returns a text without these tokens; null where they are special, or nothing would be left. */
function withoutTokens(
  session: Session,
  {text, tokens, counted, encoded}: ReadText,
  own: readonly number[]
): ReadText | null {
  if (own.every((at) => tokens[at]!.special)) return null;
  const kept = [...tokens.keys()].filter((at) => !own.includes(at));
  const left = kept.flatMap((at, index) => (counted.includes(at) ? [index] : []));
  if (left.length === 0) return null;
  const rest = kept.map((at) => tokens[at]!);
  const pick = (row: readonly number[] | undefined): number[] | undefined =>
    row && kept.map((at) => row[at]!);
  const [types, mask] = [pick(encoded.batch.types?.[0]), pick(encoded.batch.mask?.[0])];
  return {
    text,
    tokens: rest,
    truncated: 0,
    encoded: encode(session, {
      ids: rest.map(({id}) => id),
      ...(types ? {types} : {}),
      ...(mask ? {mask} : {})
    }),
    counted: left
  };
}
