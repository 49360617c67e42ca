/** DeepLift (Shrikumar et al. 2017), and its mean over baselines (Lundberg & Lee 2017, §4.2). */
import {deepLifts} from "../rules.ts";
import type {Method, Task} from "./method.ts";
import {difference, meanOf, product, rowsIn} from "./rows.ts";

async function against(
  {target, settings, progress}: Task,
  sets: Task["baselines"]["sets"]
): ReturnType<Method> {
  const walks = await target.walks(
    deepLifts[settings.decomposition],
    sets.map((other) => ({rows: target.embeddings, other})),
    {progress: (done) => progress?.(done, sets.length)}
  );
  const parts = walks.map(({flow}, index) =>
    product(flow, difference(target.embeddings, sets[index]!))
  );
  const value = walks[0]!.value;
  const floor = walks.reduce((sum, {other}) => sum + other, 0) / walks.length;
  return {
    value,
    rows: rowsIn(meanOf(parts), target.width),
    change: value - floor,
    sum: "exact",
    baseline: true
  };
}

/** Against one baseline: of several, against their mean. */
export const deepLift: Method = (task) => against(task, [meanOf(task.baselines.sets)]);
export const deepLiftShap: Method = (task) => against(task, task.baselines.sets);
