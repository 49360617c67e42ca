/** LIME (Ribeiro et al. 2016, eq. 1): a sparse linear model of f around the input, on players present or absent. */
import {largestOf, smallestOf} from "../../../lists.ts";
import {randomOf} from "../../generation/random.ts";
import type {Coalition} from "./game.ts";
import {everybody, gameOf, spread} from "./game.ts";
import {lasso} from "./least-squares.ts";
import type {Method} from "./method.ts";

/** Of the L1 norm of the coefficients, as a share of the spread of f; keeps what does not matter at 0. */
const PENALTY = 0.01;

/** exp(−d²), d the cosine distance to the whole input. */
function nearness(coalition: Coalition): number {
  const present = coalition.filter(Boolean).length;
  const cosine = present === 0 ? 0 : Math.sqrt(present / coalition.length);
  return Math.exp(-((1 - cosine) ** 2));
}

export const lime: Method = async (task) => {
  const {players, settings, progress} = task;
  const count = players.length;
  const samples = settings.samples ?? 2 * count + 256;
  const random = randomOf(settings.seed);
  const every = count <= 20 && 2 ** count <= samples;
  const coalitions: Coalition[] = every
    ? Array.from({length: 2 ** count}, (_, bits) =>
        players.map((_tokens, player) => ((bits >> player) & 1) === 1)
      )
    : [
        everybody(task),
        ...Array.from({length: samples - 1}, () => players.map(() => random() < 0.5))
      ];
  const game = gameOf(task, (asked) => progress?.(asked, coalitions.length));
  const values = await game(coalitions);
  const [value] = await game([everybody(task)]);
  const spreadOf = largestOf(values) - smallestOf(values);
  const {coefficients} = lasso(
    coalitions.map((coalition) => coalition.map(Number)),
    values,
    coalitions.map(nearness),
    PENALTY * spreadOf
  );
  return {
    value: value!,
    rows: spread(task, coefficients),
    shares: coefficients,
    baseline: true
  };
};
