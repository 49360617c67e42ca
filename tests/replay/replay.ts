/** Runs laws, or takes what the record says of them where nothing that decides their numbers has changed since. */
import {beforeEach, describe, expect, inject, test} from "vitest";
import type {TaskMeta} from "vitest";
import type {BackendName} from "../../packages/engine/src/results.ts";
import {keyOf} from "./laws.ts";
import type {Law, Place} from "./laws.ts";
import type {Difference, Recording} from "./record.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** What of the record holds; nothing with ECCO_EVERYTHING=1. */
    unchanged: Recording;
  }
  interface TaskMeta {
    /** What the record calls the law that this test belongs to. */
    recordedAs?: string;
    /** The greatest differences the test has seen, by kind. */
    differences?: Record<string, Difference>;
  }
}

const where: Place = "process" in globalThis ? "node" : "page";
const unchanged = inject("unchanged");

/** Models that run every time, whatever is recorded: what computes on this machine is held to the laws too. */
const always: ReadonlySet<string> = new Set(["bart-sequence", "gemma2", "t5"]);

/**
 * Registers a law for each of these models, and what is recorded of all others: its tests, or one that holds the recorded
 * differences to their bounds.
 */
export function eachModel(
  law: Law,
  backend: BackendName,
  names: readonly string[],
  register: (name: string) => void
): void {
  for (const name of new Set([...names, ...modelsOf(law, backend)])) {
    const key = keyOf(law, backend, where, name);
    const recorded = unchanged[key];
    describe(`${name} on ${backend}`, () => {
      if (recorded && !(always.has(name) && names.includes(name))) return asRecorded(law, recorded);
      beforeEach(({task}) => {
        task.meta.recordedAs = key;
      });
      register(name);
    });
  }
}

/**
 * Registers a law that is said of no model, or what is recorded of it.
 */
export function recordedLaw(law: Law, backend: BackendName, register: () => void): void {
  const key = keyOf(law, backend, where, "all");
  const recorded = unchanged[key];
  if (recorded) return asRecorded(law, recorded);
  describe(law, () => {
    beforeEach(({task}) => {
      task.meta.recordedAs = key;
    });
    register();
  });
}

/** Returns the models whose runs of this law are recorded and would come out the same. */
const modelsOf = (law: Law, backend: BackendName): readonly string[] => {
  const start = keyOf(law, backend, where, "");
  return Object.keys(unchanged)
    .filter((key) => key.startsWith(start))
    .map((key) => key.slice(start.length));
};

function asRecorded(law: Law, {tests, differences}: Recording[string]): void {
  test(`${law}: ${tests} tests passed with these sources, weights and versions`, () => {
    expect(tests).toBeGreaterThan(0);
    for (const [what, {greatest, below}] of Object.entries(differences))
      expect(greatest, what).toBeLessThanOrEqual(below);
  });
}

/** Notes how far a number was, and how far it may be, for the record. */
export function note(meta: TaskMeta, what: string, difference: number, below: number): void {
  const all = (meta.differences ??= {});
  all[what] = {greatest: Math.max(all[what]?.greatest ?? 0, difference), below};
}
