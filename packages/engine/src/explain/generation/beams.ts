/**
 * Beam search as transformers has it: the most probable continuation that a bounded number of live ones lead to; ended
 * ones are compared by log-probability / length^penalty.
 */
import {smallestOf} from "../../lists.ts";
import type {BeamNode, GenerationStep} from "../../results.ts";
import {largest} from "../distribution.ts";
import type {Distribution, Row} from "../distribution.ts";
import type {Decoding} from "./decoding.ts";

export interface BeamSearch {
  readonly decoding: Decoding;
  readonly prompt: readonly number[];
  readonly beams: number;
  readonly tokens: number;
  readonly lengthPenalty: number;
  readonly ends: ReadonlySet<number>;
  /** What becomes of log-probabilities before they are compared: penalties, as in transformers on them, not on logits. */
  readonly change: (scores: Row, row: readonly number[]) => Row;
  readonly stepOf: (distribution: Distribution, id: number, position: number) => GenerationStep;
  readonly progress?:
    | ((step: GenerationStep, index: number, text: string | null) => void)
    | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Beam {
  readonly ids: readonly number[];
  readonly score: number;
  /** Index in the tree; null before the first token. */
  readonly node: number | null;
}

interface Ended {
  readonly node: number;
  readonly score: number;
}

export interface BeamResult {
  readonly steps: readonly GenerationStep[];
  readonly tree: readonly BeamNode[];
  /** Index of the returned beam's last token in the tree. */
  readonly leaf: number;
  readonly ended: boolean;
}

export async function beamSearch(search: BeamSearch): Promise<BeamResult> {
  const {decoding, prompt, beams, tokens, lengthPenalty, ends, signal} = search;
  const tree: BeamNode[] = [];
  const steps: GenerationStep[] = [];
  const ended: Ended[] = [];
  let live: Beam[] = [{ids: prompt, score: 0, node: null}];
  const scoreOf = (sum: number, length: number): number => sum / length ** lengthPenalty;
  // Even if every end token is among the best, as many go on as there are beams.
  const looked = Math.max(2, 1 + ends.size) * beams;

  for (let length = 1; length <= tokens && live.length > 0; length++) {
    const distributions = await decoding.next(
      live.map(({ids}) => ids),
      signal
    );
    const found = live.flatMap((beam, row) =>
      candidatesOf(distributions[row]!, (scores) => search.change(scores, beam.ids), looked).map(
        ({id, score}) => ({beam, row, id, score: beam.score + score})
      )
    );
    found.sort((a, b) => b.score - a.score);
    const next: Beam[] = [];
    for (const [place, {beam, row, id, score}] of found.slice(0, looked).entries()) {
      const finished = ends.has(id);
      // An end counts only among the best, as many as there are beams.
      const kept = finished ? place < beams : next.length < beams;
      const node = tree.length;
      const step = search.stepOf(distributions[row]!, id, beam.ids.length - 1);
      tree.push({
        id: node,
        parent: beam.node,
        token: id,
        text: step.token.text,
        probability: step.probability,
        logprob: score,
        step: length - 1,
        kept,
        finished: finished && kept
      });
      steps.push(step);
      if (!kept) continue;
      if (finished) keep(ended, {node, score: scoreOf(score, length)}, beams);
      else next.push({ids: [...beam.ids, id], score, node});
    }
    live = next;
    if (live[0] && live[0].node !== null) search.progress?.(steps[live[0].node]!, length - 1, null);
    const worst = ended.length < beams ? -Infinity : smallestOf(ended.map(({score}) => score));
    if (live[0] && worst >= scoreOf(live[0].score, length)) break;
    if (length === tokens)
      for (const {node, score} of live)
        keep(ended, {node: node!, score: scoreOf(score, length)}, beams);
  }

  const best = ended.toSorted((a, b) => b.score - a.score)[0]!;
  const path: GenerationStep[] = [];
  for (let node: number | null = best.node; node !== null; node = tree[node]!.parent)
    path.unshift(steps[node]!);
  return {steps: path, tree, leaf: best.node, ended: tree[best.node]!.finished};
}

function keep(list: Ended[], one: Ended, most: number): void {
  list.push(one);
  list.sort((a, b) => b.score - a.score);
  list.length = Math.min(list.length, most);
}

/** Returns the likeliest to follow, by what becomes of their log-probabilities. */
function candidatesOf(
  {logits, logSum}: Distribution,
  change: (scores: Row) => Row,
  count: number
): {id: number; score: number}[] {
  const scores = new Float64Array(logits.length);
  for (let id = 0; id < scores.length; id++) scores[id] = logits[id]! - logSum;
  const changed = change(scores);
  const ids = largest({logits: changed, logSum, entropy: 0}, count);
  return ids.map((id) => ({id, score: changed[id]!}));
}
