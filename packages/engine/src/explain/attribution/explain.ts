/** Attribution: how much each input token counts for a target. Definitions and sources: docs/methods.md. */
import type {ModelInput} from "../../api.ts";
import type {Token} from "../../results.ts";
import {encode} from "../input.ts";
import type {Encoded} from "../input.ts";
import type {Answer} from "../provenance.ts";
import {needsInside} from "../questions.ts";
import type {Meter, Session} from "../session.ts";
import {relevanceNote} from "./linearised.ts";
import {keptPositions} from "../without.ts";
import type {Without} from "../without.ts";
import {methods} from "./methods/index.ts";
import type {Found, Task} from "./methods/method.ts";
import type {ExplainOptions} from "./options.ts";
import {playersOf} from "./players.ts";
import type {Players} from "./players.ts";
import {prepare} from "./prepare.ts";
import type {Prepared} from "./prepare.ts";
import {classesOf} from "./readings.ts";
import {qualityOf} from "./quality.ts";
import type {Attribution, AttributionGroup, AttributionMethod} from "./results.ts";
import type {Reduction} from "./settings.ts";
import {isSigned, signNote, untargetedNote} from "./signs.ts";
import {warningOf} from "./warning.ts";

const reduce: {readonly [R in Reduction]: (row: Float64Array) => number} = {
  sum: (row) => row.reduce((sum, x) => sum + x, 0),
  l1: (row) => row.reduce((sum, x) => sum + Math.abs(x), 0),
  l2: (row) => Math.sqrt(row.reduce((sum, x) => sum + x * x, 0))
};

/** Says where a map of a logit and that of the log-probability differ in sign; asks for the latter. */
async function signNotes(
  session: Session,
  given: Encoded,
  options: ExplainOptions,
  {
    method,
    about,
    scores
  }: {
    readonly method: AttributionMethod;
    readonly about: Prepared["about"];
    readonly scores: readonly number[];
  },
  meter: Meter
): Promise<string[]> {
  const alone = about.of === "logit" && about.foil === null && classesOf(session.graph) > 1;
  if (!alone || options.signs === false || !isSigned(method)) return [];
  const {progress: _, quality: _quality, ...rest} = options;
  const asked = {...rest, of: "logprob", signs: false} as const;
  const other = await explainEncoded(session, given, asked, meter);
  const note = signNote(scores, other.scores);
  return note === null ? [] : [note];
}

const total = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0);

export async function explain(
  session: Session,
  input: ModelInput,
  options: ExplainOptions,
  meter: Meter
): Promise<Answer<Attribution>> {
  return explainEncoded(session, encode(session, input), options, meter);
}

/** Returns the attribution of an input; the decoder's tokens are explained where the caller gave them. */
export async function explainEncoded(
  session: Session,
  given: Encoded,
  options: ExplainOptions,
  meter: Meter
): Promise<Answer<Attribution>> {
  const {signal, progress} = options;
  if (options.quality === "full")
    needsInside(session.graph, 'quality "full" (its figures move inner values; ask for "quick")');
  const prepared = await prepare(session, given, options, meter);
  const {method, reduction, settings, encoded, position, about, stacks, target, baselines} =
    prepared;
  const ecco = options.compat === "ecco";
  const players = playersOf(stacks, options.unit ?? "token", options.groups, options.without);
  const inside = {session, encoded, position, meter, signal};
  const task: Task = {target, baselines, players, settings, inside, signal, progress};
  const found = await methods[method](task);
  const value = prepared.value ?? found.value;

  const norms = found.rows.map(reduce.l2);
  const raw = found.rows.map(reduce[reduction]);
  const scores = ecco ? norms.map((norm) => norm / total(norms)) : raw;
  const {change = null, sum = "no"} = found;
  const summed = total(found.rows.map(reduce.sum));
  const delta = sum === "no" || change === null ? null : summed - change;
  const shares = sharesOf(found, players, reduction);
  const {quality} = options;
  return {
    method,
    target: {...about, value},
    tokens: stacks.flat(),
    encoderLength: given.tokens.length,
    leftOut: leftOutOf(stacks.flat(), options.without),
    scores,
    norms,
    groups:
      (options.unit ?? "token") === "token" && !options.groups
        ? null
        : groupsOf(players, shares, stacks.flat()),
    errors: found.errors ?? null,
    dimensions: options.dimensions ? found.rows : null,
    delta,
    change,
    warning: warningOf({
      graph: session.graph,
      method,
      delta,
      change,
      size: total(raw.map(Math.abs)),
      value
    }),
    notes: [
      ...[prepared.value === null ? null : relevanceNote(about.of), untargetedNote(method)].filter(
        (note) => note !== null
      ),
      ...(await signNotes(session, given, options, {method, about, scores}, meter))
    ],
    quality: quality
      ? await qualityOf({
          task: {...task, target: prepared.measured, progress: undefined},
          method,
          scores: shares,
          full: quality === "full",
          scored: async (name: AttributionMethod, asked: Task) =>
            sharesOf(
              await methods[name](name === method ? ownTask(target, asked) : asked),
              players,
              name === "saliency" ? reduction : "sum"
            )
        })
      : null,
    baseline: found.baseline ? baselines.name : null,
    steps: found.steps ?? null
  };
}

/** Returns the indices of tokens that are left out. */
export function leftOutOf(tokens: readonly Token[], without: Without | undefined): number[] {
  const kept = new Set(keptPositions(tokens, without));
  return [...tokens.keys()].filter((index) => !kept.has(index));
}

/** The question a method answered, on the rows it is asked about now. */
const ownTask = (target: Task["target"], asked: Task): Task => ({
  ...asked,
  target: {...target, embeddings: asked.target.embeddings}
});

/** One score per player: what the method says, or the sum of the tokens' own. */
function sharesOf(
  {rows, shares}: Found,
  players: Players,
  reduction: Reduction
): readonly number[] {
  if (shares) return shares;
  return players.map((tokens) => total(tokens.map((token) => reduce[reduction](rows[token]!))));
}

const groupsOf = (
  players: Players,
  shares: readonly number[],
  tokens: readonly Token[]
): AttributionGroup[] =>
  players.map((group, index) => {
    const texts = group.map((token) => tokens[token]!.text);
    return {
      tokens: group,
      text: texts.includes(null) ? null : texts.join(""),
      score: shares[index]!
    };
  });
