/** How fast bytes come, and how long the rest will take. */
export interface Speed {
  /** Bytes a second, over the last seconds. */
  readonly rate: number;
  /** In seconds; null when the end is not known. */
  readonly remaining: number | null;
}

const WINDOW = 3000;

/** Returns a function from bytes so far, and in all where that is known, to the speed; `now` tells the time in ms. */
export function speedometer(
  now: () => number = () => performance.now()
): (loaded: number, total: number | null) => Speed {
  const seen: {readonly at: number; readonly loaded: number}[] = [];
  return (loaded, total) => {
    const at = now();
    seen.push({at, loaded});
    while (seen.length > 2 && at - seen[0]!.at > WINDOW) seen.shift();
    const first = seen[0]!;
    const rate = at > first.at ? ((loaded - first.loaded) * 1000) / (at - first.at) : 0;
    const left = total === null || rate <= 0 ? null : Math.max(0, total - loaded) / rate;
    return {rate, remaining: left};
  };
}
