/**
 * What we ask of a cell beyond what Observable's runtime does:
 *
 * - a cell that never settles blocks nobody: its run ends, as stale, once an input changes or it is defined anew;
 * - a cell whose inputs are the same objects as before keeps its value, so the wave ends there;
 * - its state and what its run took are known.
 */
import {guard, isGenerator, isPromise} from "./guard.ts";
import type {CellState} from "./status.ts";

type Body = (this: unknown, ...inputs: unknown[]) => unknown;

export type During = (run: () => unknown, invalidation: Promise<void>) => unknown;

export interface PolicyOptions {
  readonly inputs: readonly string[];
  readonly body: Body;
  readonly tell: (state: CellState, milliseconds?: number) => void;
  /** Surrounds the part of a run that is not asynchronous; *invalidation* settles when the run is over. */
  readonly during: During;
}

/** Inputs that belong to a run: a cell that uses one has an effect, and always runs. */
const effects: ReadonlySet<string> = new Set(["display", "view", "invalidation", "visibility"]);

/** Returns the inputs and the function to define a cell with. */
export function applyPolicy({inputs, body, tell, during}: PolicyOptions): {
  readonly inputs: readonly string[];
  readonly body: Body;
} {
  const own = !inputs.includes("invalidation");
  // Naming it twice would make a second promise, and the first would never settle.
  const all = own ? [...inputs, "invalidation"] : inputs;
  const at = all.indexOf("invalidation");
  const skips = !inputs.some((name) => effects.has(name));
  let last: readonly unknown[] | undefined;
  return {
    inputs: all,
    body: function (...given) {
      const args = own ? given.slice(0, at) : given;
      if (skips && last && args.every((arg, index) => Object.is(arg, last![index]))) {
        tell("ok");
        return this;
      }
      last = undefined;
      tell("running");
      const started = performance.now();
      const done = (value: unknown): unknown => {
        // A generator gives values as it likes: to keep the last one would stop it.
        if (!isGenerator(value)) last = args;
        tell("ok", performance.now() - started);
        return value;
      };
      const invalidation = given[at] as Promise<void>;
      const result = during(() => body.apply(this, args), invalidation);
      return guard(
        isPromise(result) ? Promise.resolve(result).then(done) : done(result),
        invalidation
      );
    }
  };
}
