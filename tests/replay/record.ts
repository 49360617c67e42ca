/** The committed record of runs: of each law, model and backend the hash of what decided its numbers, and how far they were. */
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {BackendName} from "../../packages/engine/src/results.ts";
import {Hasher} from "./hash.ts";
import {laws} from "./laws.ts";
import type {Law, Place} from "./laws.ts";

/** How far numbers of one kind were, and how far they may be. */
export interface Difference {
  readonly greatest: number;
  readonly below: number;
}

/** One law of one model on one backend. */
export interface Recorded {
  /** Of everything that decides the numbers. */
  readonly hash: string;
  /** How many tests passed. */
  readonly tests: number;
  /** The greatest difference of each kind of number. */
  readonly differences: Readonly<Record<string, Difference>>;
}

export type Recording = Readonly<Record<string, Recorded>>;

export const recordFile: string = join(import.meta.dirname, "record.json");

export const readRecord = (): Recording =>
  existsSync(recordFile) ? (JSON.parse(readFileSync(recordFile, "utf8")) as Recording) : {};

/** Returns what of the record was decided by what lies here now: it would come out the same, so it is not run again. */
export function unchanged(record: Recording, hasher: Hasher = new Hasher()): Recording {
  return Object.fromEntries(
    Object.entries(record).filter(
      // A law that is said no more has no hash.
      ([key, {hash}]) => Object.hasOwn(laws, key.split(" ")[0]!) && hash === hashOf(key, hasher)
    )
  );
}

/** What became of one test, as the reporter writes it. */
export interface Outcome {
  readonly key: string;
  readonly state: string;
  readonly differences: Readonly<Record<string, Difference>>;
}

/** Returns the entries of laws all of whose tests passed, those that say they cannot be asked of a model aside. */
export function recordOf(outcomes: readonly Outcome[], hasher: Hasher): Recording {
  const found: Record<string, Recorded> = {};
  for (const key of new Set(outcomes.map((outcome) => outcome.key))) {
    const own = outcomes.filter((outcome) => outcome.key === key);
    if (own.some(({state}) => state !== "passed" && state !== "skipped")) continue;
    const differences: Record<string, Difference> = {};
    for (const outcome of own)
      for (const [what, {greatest, below}] of Object.entries(outcome.differences)) {
        const known = differences[what];
        const most = Math.max(known?.greatest ?? 0, greatest);
        differences[what] = {greatest: Number(most.toPrecision(2)), below};
      }
    const tests = own.filter(({state}) => state === "passed").length;
    if (tests > 0) found[key] = {hash: hashOf(key, hasher), tests, differences};
  }
  return found;
}

/** Returns a hash of what decides the numbers of every law, whatever the model. */
export const stateOf = (hasher: Hasher): string =>
  (Object.keys(laws) as Law[])
    .flatMap((law) =>
      (["reference", "onnx", "webgpu"] as const).map((name) => hasher.of(law, name, "page", "gpt2"))
    )
    .join();

function hashOf(key: string, hasher: Hasher): string {
  const [law, backend, where, model] = key.split(" ") as [Law, BackendName, Place, string];
  return hasher.of(law, backend, where, model);
}
