/** The game of Shapley values: f of the input with only some players present, each coalition asked once. */
import type {Task} from "./method.ts";
import {meanOf, withRows} from "./rows.ts";

/** Whether each player is present. */
export type Coalition = readonly boolean[];
export type Game = (coalitions: readonly Coalition[]) => Promise<number[]>;

const keyOf = (coalition: Coalition): string => coalition.map(Number).join("");

/** Returns the game of these players; who belongs to none is always there. */
export function gameOf({target, baselines, players}: Task, told?: (asked: number) => void): Game {
  const known = new Map<string, number>();
  const absent = meanOf(baselines.sets);
  return async (coalitions) => {
    const fresh = new Map<string, Coalition>();
    for (const coalition of coalitions) {
      const key = keyOf(coalition);
      if (!known.has(key)) fresh.set(key, coalition);
    }
    const inputs = [...fresh.values()].map((coalition) =>
      withRows(
        target.embeddings,
        absent,
        target.width,
        players.flatMap((tokens, player) => (coalition[player] ? [] : tokens))
      )
    );
    const before = known.size;
    const values = inputs.length
      ? await target.values(inputs, (done) => told?.(before + done))
      : [];
    [...fresh.keys()].forEach((key, index) => known.set(key, values[index]!));
    return coalitions.map((coalition) => known.get(keyOf(coalition))!);
  };
}

export const everybody = ({players}: Task): Coalition => players.map(() => true);
export const nobody = ({players}: Task): Coalition => players.map(() => false);

/** Returns a row of width 1 per token: each an equal part of its player's share. */
export function spread({target, players}: Task, shares: readonly number[]): Float64Array[] {
  const count = target.embeddings.reduce((sum, block) => sum + block.length, 0) / target.width;
  const rows = Array.from({length: count}, () => new Float64Array(1));
  players.forEach((tokens, player) => {
    for (const token of tokens) rows[token]![0] = shares[player]! / tokens.length;
  });
  return rows;
}
