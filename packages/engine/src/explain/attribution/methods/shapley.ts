/** Shapley values (Shapley 1953): each player's mean contribution over all orders of arrival. */
import {randomOf} from "../../generation/random.ts";
import type {Coalition} from "./game.ts";
import {everybody, gameOf, nobody, spread} from "./game.ts";
import type {Found, Method, Task} from "./method.ts";

/** Up to so many players every coalition is asked. */
export const EXACT_PLAYERS = 10;

/** Returns the coalition of the players whose bit is set. */
const coalitionOf = (bits: number, count: number): Coalition =>
  Array.from({length: count}, (_, player) => ((bits >> player) & 1) === 1);

/** Returns every player's value, from f of all 2ⁿ coalitions in the order of their bits. */
export function shapleyOf(values: readonly number[], count: number): number[] {
  // |S|! (n − |S| − 1)! / n! by the size of S.
  const weights: number[] = [1 / count];
  for (let size = 1; size < count; size++)
    weights.push((weights[size - 1]! * size) / (count - size));
  const shares = Array.from({length: count}, () => 0);
  values.forEach((without, bits) => {
    let size = 0;
    for (let rest = bits; rest; rest &= rest - 1) size++;
    for (let player = 0; player < count; player++)
      if (!((bits >> player) & 1))
        shares[player]! += weights[size]! * (values[bits | (1 << player)]! - without);
  });
  return shares;
}

async function exact(task: Task): Promise<Found> {
  const count = task.players.length;
  const all = 2 ** count;
  const game = gameOf(task, (asked) => task.progress?.(asked, all));
  const values = await game(Array.from({length: all}, (_, bits) => coalitionOf(bits, count)));
  const shares = shapleyOf(values, count);
  const change = values.at(-1)! - values[0]!;
  return {
    value: values.at(-1)!,
    rows: spread(task, shares),
    shares,
    change,
    sum: "exact",
    baseline: true
  };
}

/** Orders drawn in pairs, each with its reverse (Castro et al. 2009; Mitchell et al. 2022, §3.2). */
async function sampled(task: Task): Promise<Found> {
  const {players, settings, progress} = task;
  const pairs = Math.max(1, Math.ceil((settings.samples ?? 32) / 2));
  const random = randomOf(settings.seed);
  const count = players.length;
  const game = gameOf(task);
  const [floor, value] = await game([nobody(task), everybody(task)]);
  const draws: number[][] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const order = shuffled(count, random);
    const found = [await walk(game, order), await walk(game, order.toReversed())];
    draws.push(players.map((_, player) => (found[0]![player]! + found[1]![player]!) / 2));
    progress?.(pair + 1, pairs);
  }
  const shares = players.map((_, player) => mean(draws.map((draw) => draw[player]!)));
  const errors = players.map((_, player) => {
    const spreadOf = mean(draws.map((draw) => (draw[player]! - shares[player]!) ** 2));
    return pairs > 1 ? Math.sqrt(spreadOf / (pairs - 1)) : NaN;
  });
  return {
    value: value!,
    rows: spread(task, shares),
    shares,
    errors: spread(task, errors).map((row) => row[0]!),
    change: value! - floor!,
    sum: "exact",
    baseline: true
  };
}

const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;

/** Returns 0 … count − 1 in random order (Fisher & Yates). */
export function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({length: count}, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** Returns what each player adds when they arrive in this order. */
async function walk(game: ReturnType<typeof gameOf>, order: readonly number[]): Promise<number[]> {
  const present = order.map(() => false);
  const coalitions = [
    present.slice(),
    ...order.map((player) => {
      present[player] = true;
      return present.slice();
    })
  ];
  const values = await game(coalitions);
  const added: number[] = [];
  order.forEach((player, turn) => (added[player] = values[turn + 1]! - values[turn]!));
  return added;
}

export const shapley: Method = (task) =>
  task.players.length <= EXACT_PLAYERS && task.settings.samples === null
    ? exact(task)
    : sampled(task);
