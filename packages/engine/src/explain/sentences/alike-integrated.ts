/** The gradient of the cosine, along the way from a text whose words are all the baseline (Sundararajan et al. 2017). */
import {mul, input, reshape, sum} from "../../graph/ops.ts";
import {integratedGradients} from "../attribution/methods/integrated.ts";
import {settingsOf} from "../attribution/settings.ts";
import {createTarget} from "../attribution/target.ts";
import type {Embeddings, Target} from "../attribution/target.ts";
import type {Scalar} from "../attribution/scalar.ts";
import {baselineRow} from "../embeddings.ts";
import {isIdOf} from "../input.ts";
import type {Session} from "../session.ts";
import {dot} from "./embed.ts";
import {keyOf, normalised, vectorOf} from "./graph.ts";
import type {ReadText} from "./encode-text.ts";
import type {SentenceModules} from "./modules.ts";
import {sumOf} from "./two.ts";
import type {Scored, Two} from "./two.ts";
import {poolFeeds} from "./weights.ts";

/** Steps are doubled while the sum misses by more than this share. */
const ACCURACY = 0.01;

export async function integrated(two: Two): Promise<Scored> {
  const {options, units, texts} = two;
  const {progress} = options;
  const found = [];
  for (const side of [0, 1] as const) {
    const target = targetOf(two, side);
    const baseline = baselineOf(two.session, texts[side], target, options.baseline);
    const {rows, change, steps} = await integratedGradients({
      target,
      baselines: {name: baseline.name, sets: [baseline.rows]},
      players: units[side],
      settings: {
        ...settingsOf(
          options.steps === undefined ? {} : {steps: options.steps},
          "integrated-gradients"
        ),
        accuracy: ACCURACY
      },
      inside: {
        session: two.session,
        encoded: texts[side].encoded,
        position: 0,
        meter: two.meter,
        signal: options.signal
      },
      signal: options.signal,
      progress: progress && ((done, total) => progress(side * total + done, 2 * total))
    });
    const tokens = rows.map((row) => row.reduce((all, x) => all + x, 0));
    found.push({
      name: baseline.name,
      scores: units[side].map((own) => own.reduce((all, at) => all + tokens[at]!, 0)),
      sum: sumOf(side === 0 ? "a" : "b", tokens, change!),
      steps: steps!
    });
  }
  const [a, b] = found as [(typeof found)[0], (typeof found)[0]];
  return {
    scores: [a.scores, b.scores],
    sums: [a.sum, b.sum],
    baseline: a.name,
    steps: Math.max(a.steps, b.steps)
  };
}

/** The cosine with a vector of length 1 that is fed. */
const cosineTo = (modules: SentenceModules): Scalar => ({
  key: `cosine:${keyOf(modules)}`,
  node: (graph) => {
    const own = normalised(vectorOf(graph, modules, "same"));
    const other = input("against", [1, own.shape[1]!]);
    return reshape(sum(mul(own, other), [1]), ["B"]);
  }
});

function targetOf({session, modules, texts, vectors, options, meter}: Two, side: 0 | 1): Target {
  const {encoded, counted, tokens} = texts[side];
  const other = vectors[1 - side]!;
  const length = Math.sqrt(dot(other, other));
  return createTarget({
    session,
    encoded,
    scalar: cosineTo(modules),
    positions: [0],
    extra: new Map([
      ...poolFeeds(modules.poolings, [counted], tokens.length),
      ["against", {shape: [1, other.length], data: other.map((x) => x / length)}]
    ]),
    meter,
    signal: options.signal,
    explained: [tokens.length, 0]
  });
}

/** Returns the rows of a text whose tokens are all the baseline; special ones stay. */
function baselineOf(
  session: Session,
  {tokens}: ReadText,
  {embeddings, width}: Target,
  asked: string | undefined
): {readonly rows: Embeddings; readonly name: string} {
  const lookup = session.graph.lookups[0]!;
  const {tokenizer, config, graph} = session;
  const known = (id: unknown): boolean => isIdOf(graph, id);
  const usual = known(tokenizer?.special.mask)
    ? "mask"
    : known(tokenizer?.special.pad ?? config["pad_token_id"])
      ? "pad"
      : "zero";
  const {row, name} = baselineRow(session, lookup, asked ?? usual);
  const rows = embeddings[0]!.slice();
  tokens.forEach(({special}, at) => {
    if (!special) rows.set(row, at * width);
  });
  return {rows: [rows], name};
}
