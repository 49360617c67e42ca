/**
 * Run as a worker, whose modules are compiled for it alone: V8 counts the blocks of code that was compiled after it was
 * asked to. Answers how much work a tokenizer has with texts.
 */
import {Session, type Profiler} from "node:inspector/promises";
import {parentPort} from "node:worker_threads";
import type {Json} from "./conformance/list.ts";

/** A tokenizer.json, what it has read before, and the texts of each work that is counted. */
export interface Work {
  readonly json: Json;
  readonly before: string;
  readonly works: readonly (readonly string[])[];
}

const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", {callCount: true, detailed: true});
const {withinTime} = await import("../../packages/engine/src/tokenizers/time-limit.ts");
const {createTokenizer} = await import("../../packages/engine/src/tokenizers/tokenizer.ts");

/** Returns how often blocks of the tokenizer's code run in *work*. */
async function countOf(work: () => unknown): Promise<number> {
  await session.post("Profiler.takePreciseCoverage");
  withinTime("text", null, work);
  const {result} = await session.post("Profiler.takePreciseCoverage");
  return result
    .filter(({url}) => url.includes("/engine/src/tokenizers/"))
    .flatMap(({functions}) => functions.flatMap(({ranges}) => ranges))
    .reduce((sum, {count}: Profiler.CoverageRange) => sum + count, 0);
}

parentPort!.on("message", async ({json, before, works}: Work) => {
  const counts: number[] = [];
  for (const texts of works) {
    const tokenizer = createTokenizer(json);
    tokenizer.encode(before);
    counts.push(await countOf(() => texts.forEach((text) => tokenizer.encode(text))));
  }
  parentPort!.postMessage(counts);
});
