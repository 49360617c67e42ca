/** Maximal flows (Dinic 1970): breadth-first levels, then blocking flows along them. */

export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly capacity: number;
}

export interface FlowOptions {
  readonly edges: readonly Edge[];
  /** How many nodes there are. */
  readonly size: number;
  readonly source: number;
  readonly sinks: readonly number[];
  readonly progress?: (done: number) => void;
}

/** Less than this is nothing: capacities are shares of 1. */
const NOTHING = 1e-12;

/** Returns the largest flow from the source to each sink by itself. Lets others work in between. */
export async function maxFlows({
  edges,
  size,
  source,
  sinks,
  progress
}: FlowOptions): Promise<Float64Array> {
  // Each edge and its way back stand next to each other.
  const ends = new Int32Array(2 * edges.length);
  const leaving: number[][] = Array.from({length: size}, () => []);
  edges.forEach(({from, to}, index) => {
    ends[2 * index] = to;
    ends[2 * index + 1] = from;
    leaving[from]!.push(2 * index);
    leaving[to]!.push(2 * index + 1);
  });
  const flows = new Float64Array(sinks.length);
  for (const [index, sink] of sinks.entries()) {
    const left = new Float64Array(2 * edges.length);
    edges.forEach(({capacity}, edge) => (left[2 * edge] = capacity));
    flows[index] = maxFlow(leaving, ends, left, source, sink);
    progress?.(index + 1);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return flows;
}

function maxFlow(
  leaving: readonly (readonly number[])[],
  ends: Int32Array,
  left: Float64Array,
  source: number,
  sink: number
): number {
  const levels = new Int32Array(leaving.length);
  const turns = new Int32Array(leaving.length);
  const layered = (): boolean => {
    levels.fill(-1);
    levels[source] = 0;
    const queue = [source];
    for (const node of queue)
      for (const edge of leaving[node]!) {
        const to = ends[edge]!;
        if (left[edge]! <= NOTHING || levels[to]! >= 0) continue;
        levels[to] = levels[node]! + 1;
        queue.push(to);
      }
    return levels[sink]! >= 0;
  };
  const push = (node: number, most: number): number => {
    if (node === sink) return most;
    for (; turns[node]! < leaving[node]!.length; turns[node]!++) {
      const edge = leaving[node]![turns[node]!]!;
      const to = ends[edge]!;
      if (left[edge]! <= NOTHING || levels[to] !== levels[node]! + 1) continue;
      const sent = push(to, Math.min(most, left[edge]!));
      if (sent <= NOTHING) continue;
      left[edge]! -= sent;
      left[edge ^ 1]! += sent;
      return sent;
    }
    return 0;
  };
  let flow = 0;
  while (layered()) {
    turns.fill(0);
    for (;;) {
      const sent = push(source, Infinity);
      if (sent <= NOTHING) break;
      flow += sent;
    }
  }
  return flow;
}
