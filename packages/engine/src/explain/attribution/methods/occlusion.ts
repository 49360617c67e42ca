/** f(x) − f(x with players taken out) (Zeiler & Fergus 2014); a window slides, and a player's score is its mean. */
import {InputError} from "../../../errors.ts";
import type {Method} from "./method.ts";
import {everybody, gameOf, spread} from "./game.ts";

export const occlusion: Method = async (task) => {
  const {players, settings, progress} = task;
  const {window} = settings;
  if (!Number.isInteger(window) || window < 1 || window > players.length)
    throw new InputError(
      `window: got ${window}, expected a whole number from 1 to ${players.length}`
    );
  const places = players.length - window + 1;
  const game = gameOf(task, (asked) => progress?.(asked, places + 1));
  const inside = (start: number, player: number): boolean =>
    player >= start && player < start + window;
  const coalitions = Array.from({length: places}, (_, start) =>
    players.map((_tokens, player) => !inside(start, player))
  );
  const [value, ...without] = await game([everybody(task), ...coalitions]);
  const shares = players.map((_, player) => {
    const covering = without.filter((_value, start) => inside(start, player));
    return covering.reduce((sum, rest) => sum + (value! - rest), 0) / covering.length;
  });
  return {value: value!, rows: spread(task, shares), shares, baseline: true};
};
