/** How far a map can be trusted: what taking out what it points at does to f. */
import {largestOf, lengthOf, smallestOf} from "../../lists.ts";
import {spearman} from "../../analysis/rank-correlation.ts";
import {randomOf} from "../generation/random.ts";
import {gameOf} from "./methods/game.ts";
import type {Game} from "./methods/game.ts";
import type {Task} from "./methods/method.ts";
import {combine, meanOf, normalsOf} from "./methods/rows.ts";
import {EXACT_PLAYERS, shapley, shuffled} from "./methods/shapley.ts";
import type {AttributionMethod, Faithfulness, Quality} from "./results.ts";

/** Shares of the players taken out or kept (DeYoung et al. 2020, §4). */
const BINS = [0.01, 0.05, 0.1, 0.2, 0.5] as const;
const RANDOM_ORDERS = 4;
const SETS = 32;
const SOFT_DRAWS = 8;
const SHAKES = 10;
/** Of the root mean square of the rows (Yeh et al. 2019 take 0.02 of inputs of size 1). */
const SHAKE = 0.02;

/** Methods a map is compared with: one of each kind. */
const peers: readonly AttributionMethod[] = [
  "input-x-gradient",
  "integrated-gradients",
  "deeplift",
  "cp-lrp",
  "occlusion"
];

export interface Measured {
  readonly task: Task;
  readonly method: AttributionMethod;
  /** One per player. */
  readonly scores: readonly number[];
  readonly full: boolean;
  /** Returns one score per player of what a method finds. */
  readonly scored: (method: AttributionMethod, task: Task) => Promise<readonly number[]>;
}

/** Returns the figures; those of "full" are null otherwise. */
export async function qualityOf({task, method, scores, full, scored}: Measured): Promise<Quality> {
  const game = gameOf(task);
  const random = randomOf(task.settings.seed + 17);
  const orders = [
    orderOf(scores),
    ...Array.from({length: RANDOM_ORDERS}, () => shuffled(scores.length, random))
  ];
  const [own, ...drawn] = await faithfulness(game, scores.length, orders);
  const floor: Faithfulness = {
    comprehensiveness: mean(drawn.map(({comprehensiveness}) => comprehensiveness)),
    sufficiency: mean(drawn.map(({sufficiency}) => sufficiency))
  };
  const none = {ceiling: null, soft: null, infidelity: null, sensitivity: null, agreement: null};
  const more = full
    ? {
        ceiling: await ceilingOf(task, game),
        soft: await softOf(task, scores),
        infidelity: await infidelityOf(game, scores, random),
        sensitivity: await sensitivityOf(task, method, scored),
        agreement: await agreementOf(task, method, scores, scored)
      }
    : none;
  return {...own!, bins: BINS, floor, ...more};
}

const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;

const orderOf = (scores: readonly number[]): number[] =>
  scores.map((_, index) => index).toSorted((a, b) => scores[b]! - scores[a]!);

/** All orders in one go: what they share is asked once, and batches are full. */
async function faithfulness(
  game: Game,
  count: number,
  orders: readonly (readonly number[])[]
): Promise<Faithfulness[]> {
  const sizes = BINS.map((share) => Math.ceil(share * count));
  const coalitions = orders.flatMap((order) =>
    sizes.flatMap((size) => {
      const top = new Set(order.slice(0, size));
      const alone = Array.from({length: count}, (_, player) => top.has(player));
      return [alone.map((is) => !is), alone];
    })
  );
  const [value, ...values] = await game([Array.from({length: count}, () => true), ...coalitions]);
  return orders.map((_, order) => {
    const lost = (kind: 0 | 1): number =>
      mean(sizes.map((_size, bin) => value! - values[2 * (order * sizes.length + bin) + kind]!));
    return {comprehensiveness: lost(0), sufficiency: lost(1)};
  });
}

/** Of the order by exact Shapley values: of the players, or of as many stretches of neighbours as can be asked. */
async function ceilingOf(task: Task, game: Game): Promise<Faithfulness> {
  const {players} = task;
  const stretches = Math.min(players.length, EXACT_PLAYERS);
  const stretchOf = (player: number): number => Math.floor((player * stretches) / players.length);
  const grouped = Array.from({length: stretches}, (_, stretch) =>
    players.flatMap((tokens, player) => (stretchOf(player) === stretch ? tokens : []))
  );
  const {shares} = await shapley({
    ...task,
    players: grouped,
    settings: {...task.settings, samples: null},
    progress: undefined
  });
  const scores = players.map((_, player) => shares![stretchOf(player)]!);
  return (await faithfulness(game, players.length, [orderOf(scores)]))[0]!;
}

/** Each element of a row stays with the token's share (or is dropped with it), shares scaled to [0, 1]. */
async function softOf(task: Task, scores: readonly number[]): Promise<Faithfulness> {
  const {target, baselines, players, settings} = task;
  const absent = meanOf(baselines.sets);
  const random = randomOf(settings.seed + 29);
  const [low, high] = [smallestOf(scores), largestOf(scores)];
  const shares = new Map<number, number>();
  players.forEach((tokens, player) => {
    const share = high > low ? (scores[player]! - low) / (high - low) : 0.5;
    for (const token of tokens) shares.set(token, share);
  });
  const draw = (keep: (share: number) => number) => {
    let token = 0;
    return target.embeddings.map((block, index) => {
      const first = token;
      token += block.length / target.width;
      return block.map((x, at) => {
        const share = shares.get(first + Math.floor(at / target.width));
        return share === undefined || random() < keep(share) ? x : absent[index]![at]!;
      });
    });
  };
  const draws = Array.from({length: SOFT_DRAWS}, () => [
    draw((share) => 1 - share),
    draw((share) => share)
  ]).flat();
  const [value, ...values] = await target.values([target.embeddings, ...draws]);
  const lost = (kind: number): number =>
    mean(values.filter((_, index) => index % 2 === kind).map((left) => value! - left));
  return {comprehensiveness: lost(0), sufficiency: lost(1)};
}

/** Mean of (Σ scores of a random set − (f(x) − f(x without it)))². */
async function infidelityOf(
  game: Game,
  scores: readonly number[],
  random: () => number
): Promise<number> {
  const kept = Array.from({length: SETS}, () => scores.map(() => random() < 0.5));
  const [value, ...values] = await game([scores.map(() => true), ...kept]);
  return mean(
    kept.map((coalition, index) => {
      const said = scores.reduce((sum, x, player) => sum + (coalition[player] ? 0 : x), 0);
      return (said - (value! - values[index]!)) ** 2;
    })
  );
}

/** Methods that read the model's own run and not the rows they are given. */
const unshakeable: ReadonlySet<AttributionMethod> = new Set<AttributionMethod>([
  "attention-rollout",
  "attention-flow",
  "value-zeroing"
]);

async function sensitivityOf(
  task: Task,
  method: AttributionMethod,
  scored: Measured["scored"]
): Promise<number | null> {
  if (unshakeable.has(method)) return null;
  const {target} = task;
  const normal = normalsOf(task.settings.seed + 41);
  let [squares, count] = [0, 0];
  for (const block of target.embeddings)
    for (const x of block) {
      squares += x * x;
      count++;
    }
  const size = SHAKE * Math.sqrt(squares / count);
  const quiet = {...task, progress: undefined};
  const still = await scored(method, quiet);
  const length = lengthOf(still);
  if (length === 0) return null;
  let worst = 0;
  for (let shake = 0; shake < SHAKES; shake++) {
    const embeddings = combine(
      target.embeddings,
      target.embeddings,
      (x) => x + size * Math.max(-1, Math.min(1, normal()))
    );
    const moved = await scored(method, {...quiet, target: {...target, embeddings}});
    worst = Math.max(worst, lengthOf(moved.map((x, at) => x - still[at]!)) / length);
  }
  return worst;
}

async function agreementOf(
  task: Task,
  method: AttributionMethod,
  scores: readonly number[],
  scored: Measured["scored"]
): Promise<Quality["agreement"]> {
  if (scores.length < 2) return null;
  const found: Partial<Record<AttributionMethod, number>> = {};
  const quiet = {...task, progress: undefined};
  for (const peer of peers)
    if (peer !== method) found[peer] = spearman(scores, await scored(peer, quiet));
  return found;
}
