/** Shapley values by weighted least squares (Lundberg & Lee 2017, eq. 5 and theorem 2), exact when all are asked. */
import {randomOf} from "../../generation/random.ts";
import type {Coalition} from "./game.ts";
import {everybody, gameOf, nobody, spread} from "./game.ts";
import {leastSquares} from "./least-squares.ts";
import type {Method, Task} from "./method.ts";
import {shuffled} from "./shapley.ts";

interface Weighted {
  readonly coalition: Coalition;
  readonly weight: number;
}

/** All coalitions but the two trivial ones, with the kernel's weights. */
function allOf(count: number): Weighted[] {
  const choose = [1];
  for (let size = 1; size <= count; size++)
    choose.push((choose[size - 1]! * (count - size + 1)) / size);
  return Array.from({length: 2 ** count - 2}, (_, index) => {
    const bits = index + 1;
    const coalition = Array.from({length: count}, (_x, player) => ((bits >> player) & 1) === 1);
    const size = coalition.filter(Boolean).length;
    return {coalition, weight: (count - 1) / (choose[size]! * size * (count - size))};
  });
}

/** Coalitions drawn by the kernel, each with its complement (Covert & Lee 2021, §4.2): all of one weight. */
function drawn(count: number, samples: number, seed: number): Weighted[] {
  const random = randomOf(seed);
  const sizes = Array.from({length: count - 1}, (_, at) => 1 / ((at + 1) * (count - at - 1)));
  const total = sizes.reduce((sum, x) => sum + x, 0);
  const made: Weighted[] = [];
  while (made.length < samples) {
    let left = random() * total;
    let size = 1;
    while (size < count - 1 && left > sizes[size - 1]!) left -= sizes[size++ - 1]!;
    const chosen = new Set(shuffled(count, random).slice(0, size));
    const coalition = Array.from({length: count}, (_, player) => chosen.has(player));
    made.push({coalition, weight: 1}, {coalition: coalition.map((is) => !is), weight: 1});
  }
  return made;
}

/** Sizes of what is drawn: enough to fix every player several times over. */
const usual = (count: number): number => 2 * count + 256;

export const kernelShap: Method = async (task: Task) => {
  const {players, settings, progress} = task;
  const count = players.length;
  const samples = settings.samples ?? usual(count);
  const all = count <= 20 && 2 ** count - 2 <= samples;
  const asked = count === 1 ? [] : all ? allOf(count) : drawn(count, samples, settings.seed);
  const game = gameOf(task, (done) =>
    progress?.(Math.min(done, asked.length + 2), asked.length + 2)
  );
  const [floor, value, ...values] = await game([
    nobody(task),
    everybody(task),
    ...asked.map(({coalition}) => coalition)
  ]);
  const change = value! - floor!;
  // The last player takes what the others leave: so the sum is the change, whatever was drawn.
  const last = (coalition: Coalition): number => Number(coalition.at(-1));
  const free =
    count === 1
      ? []
      : leastSquares(
          asked.map(({coalition}) =>
            coalition.slice(0, -1).map((is) => Number(is) - last(coalition))
          ),
          asked.map(({coalition}, index) => values[index]! - floor! - last(coalition) * change),
          asked.map(({weight}) => weight)
        );
  const shares = [...free, change - free.reduce((sum, x) => sum + x, 0)];
  return {value: value!, rows: spread(task, shares), shares, change, sum: "exact", baseline: true};
};
