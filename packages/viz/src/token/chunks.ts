/** A long text in parts that are laid out and drawn anew one by one. */
import type {Token} from "../data.ts";
import {wordRuns} from "./words.ts";
import type {Run} from "./words.ts";

/** A text of more tokens is drawn in chunks. */
const mostAtOnce = 600;
/** A chunk ends at the first line end after so many tokens, at a sentence's end after twice as many … */
const fewest = 60;
/** … and at any word after so many. */
const most = 300;

/** Runs that stand together, and about how much room they take. */
export interface Chunk {
  readonly runs: readonly Run[];
  /** The run behind it: a gap before it belongs to this chunk. */
  readonly next: Run | undefined;
  /** First and last position. */
  readonly first: number;
  readonly last: number;
  readonly characters: number;
}

const known = new WeakMap<readonly Token[], {start: number; runs: readonly Run[]}>();

/** Returns the runs of tokens; of the same tokens they are worked out once. */
export function runsOf(tokens: readonly Token[], start: number, before?: Token): readonly Run[] {
  const found = known.get(tokens);
  if (found?.start === start) return found.runs;
  const runs = wordRuns(tokens, start, before);
  known.set(tokens, {start, runs});
  return runs;
}

const sentence = /[.!?。！？؟]["'”’)\]]*$/u;

function ends(run: Run, count: number): boolean {
  const text = run.at(-1)?.token.text ?? "";
  if (count >= most) return true;
  if (count >= 2 * fewest && sentence.test(text)) return true;
  return count >= fewest && text.includes("\n");
}

/** Returns the runs in chunks, cut from the front, so that a text that goes on changes only its last; one where it is short. */
export function chunksOf(runs: readonly Run[], tokens: number): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let open: Run[] = [];
  let count = 0;
  for (const [i, run] of runs.entries()) {
    open.push(run);
    count += run.length;
    const over = i === runs.length - 1 || (tokens > mostAtOnce && ends(run, count));
    if (!over) continue;
    const characters = open.flat().reduce((sum, {token}) => sum + (token.text?.length ?? 6) + 1, 0);
    chunks.push({
      runs: open,
      next: runs[i + 1],
      first: open[0]![0]!.position,
      last: run.at(-1)!.position,
      characters
    });
    open = [];
    count = 0;
  }
  return chunks;
}
