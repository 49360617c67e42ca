/** The shapes of recorded results: what a file or a page holds is checked before it is drawn. */
import * as v from "valibot";

const number = v.number();
const text = v.nullable(v.string());
const id = v.object({id: number, text});
const token = v.object({
  id: number,
  text,
  word: v.nullable(number),
  start: v.nullable(number),
  end: v.nullable(number),
  special: v.boolean()
});
const tokens = v.array(token);
const candidate = v.object({id: number, text, probability: number, logit: number, rank: number});
const provenance = v.object({
  model: v.string(),
  revision: v.nullable(v.string()),
  architecture: v.string(),
  backend: v.string(),
  dtype: v.string(),
  milliseconds: number,
  forwards: number,
  backwards: number
});
const layer = v.union([number, v.literal("embedding")]);
const lensLayer = v.object({
  layer,
  entropy: number,
  kl: v.optional(number),
  top: v.array(candidate),
  watch: v.array(candidate)
});
const target = v.object({
  ...id.entries,
  of: v.string(),
  value: number,
  foil: v.nullable(id),
  position: number
});

const attribution = v.object({
  method: v.string(),
  target,
  tokens,
  encoderLength: number,
  scores: v.array(number),
  norms: v.array(number),
  delta: v.nullable(number),
  change: v.nullable(number),
  baseline: v.nullable(v.string()),
  steps: v.nullable(number),
  provenance
});

const schemas = {
  attribution,
  produced: v.object({
    tokens,
    produced: tokens,
    attributions: v.array(v.nullable(attribution))
  }),
  candidates: v.object({
    tokens,
    position: number,
    top: v.array(candidate),
    entropy: number,
    vocabulary: number,
    provenance
  }),
  lens: v.object({
    mode: v.string(),
    tokens,
    position: number,
    layers: v.array(lensLayer),
    provenance
  }),
  lensGrid: v.object({
    mode: v.string(),
    tokens,
    layers: v.array(layer),
    cells: v.array(v.array(lensLayer)),
    provenance
  }),
  rankings: v.object({
    mode: v.string(),
    kind: v.picklist(["produced", "watched"]),
    tokens,
    layers: v.array(layer),
    columns: v.array(
      v.object({token, position: number, ranks: v.array(number), probabilities: v.array(number)})
    ),
    provenance
  }),
  strip: v.object({tokens, produced: v.optional(tokens)})
} as const;

/** Returns *value* as what it claims to be. Throws an error that names the first place where it is not. */
export function checked<D>(kind: keyof typeof schemas, value: unknown): D {
  const {issues} = v.safeParse(schemas[kind], value, {abortEarly: true});
  if (!issues) return value as D;
  const [{received, expected}] = issues;
  const place = v.getDotPath(issues[0]) ?? "the whole";
  throw new Error(
    `recorded ${kind}, ${place}: got ${received}, expected ${expected ?? "another value"}; record it again`
  );
}
