/** Variables for the names that a cell defines, by what its function returns. */
import type {Module, Variable} from "@observablehq/runtime";
import type {Gives} from "../compile/compilation.ts";
import {input} from "../library/generators/input.ts";
import {mutable} from "../library/mutable.ts";
import {guard, isAsyncGenerator, isPromise} from "./guard.ts";

/** What becomes of a name. */
export interface NameObserver {
  /** It is a promise, or another value that comes later; `output` says when it is there. */
  readonly awaited: (name: string) => void;
  /** Null when all is well. */
  readonly output: (name: string, error: unknown) => void;
  /** Of a value that cells can change: it is shown as it is now. */
  readonly changed: (value: unknown) => void;
}

interface Names {
  readonly module: Module;
  readonly id: number;
  readonly outputs: readonly string[];
  readonly observer: NameObserver;
}

interface Defined {
  readonly named: ReadonlyMap<string, Variable>;
  /** Those between the cell and its names. */
  readonly between: readonly Variable[];
}

type Define = (names: Names) => Defined;

/** Returns what the variable of a cell is called; others cannot read it, for it is no identifier. */
export const cellVariable = (id: number): string => `cell ${id}`;
/** The same of a value that cells can change: how it is read, and how it is changed. */
const pairVariable = (id: number): string => `value of cell ${id} that can change`;

/** Returns whether an error that came through the runtime is of the cell's own variables. */
export const isOwnVariable = (name: string | undefined, id: number): boolean =>
  name === cellVariable(id) || name === pairVariable(id);

const variableOf = ({module, observer}: Names, name: string): Variable =>
  module.variable({
    fulfilled: () => observer.output(name, null),
    rejected: (error) => observer.output(name, error)
  });

/** Defines each name as a value of what the cell has returned. */
const each =
  (valueOf: (returned: unknown, name: string) => unknown): Define =>
  (names) => ({
    named: new Map(
      names.outputs.map((name) => [
        name,
        variableOf(names, name).define(
          name,
          [cellVariable(names.id), "invalidation"],
          (returned: unknown, invalidation: Promise<void>) => {
            const value = valueOf(returned, name);
            if (isPromise(value) || isAsyncGenerator(value)) names.observer.awaited(name);
            return guard(value, invalidation);
          }
        )
      ])
    ),
    between: []
  });

const itself = each((returned) => returned);

export const defineNames: {readonly [G in Gives]: Define} = {
  names: each((returned, name) => (returned as Readonly<Record<string, unknown>>)[name]),
  value: itself,
  view: (names) => {
    const [view, name] = names.outputs as readonly [string, string];
    const value = variableOf(names, name).define(
      name,
      [cellVariable(names.id)],
      (returned: unknown) => input(inputOf(returned, name))
    );
    return {
      named: new Map([...itself({...names, outputs: [view]}).named, [name, value]]),
      between: []
    };
  },
  mutable: (names) => {
    const {module, id, observer} = names;
    const [name, changing] = names.outputs as readonly [string, string];
    const pair = pairVariable(id);
    const value = module.variable({
      fulfilled: (now) => {
        observer.output(name, null);
        observer.changed(now);
      },
      rejected: (error) => observer.output(name, error)
    });
    return {
      named: new Map([
        [name, value.define(name, [pair], ({generator}: Pair) => generator)],
        [changing, variableOf(names, changing).define(changing, [pair], ({handle}: Pair) => handle)]
      ]),
      // It is new when the cell has run, not when its value changes.
      between: [module.variable(true).define(pair, [cellVariable(id)], pairOf)]
    };
  }
};

function inputOf(value: unknown, name: string): Element {
  if (typeof (value as Partial<Element> | null | undefined)?.addEventListener === "function")
    return value as Element;
  const got = typeof value === "object" && value !== null ? "an object" : `${value as string}`;
  throw new Error(
    `viewof ${name} is to be an input, an element with a value; got ${got.slice(0, 60)}`
  );
}

interface Pair {
  readonly generator: unknown;
  /** Its `value` can be read and set. */
  readonly handle: {value: unknown};
}

function pairOf(initial: unknown): Pair {
  const generator = mutable(initial);
  // A generator would be read as one.
  const handle = {
    get value() {
      return generator.value;
    },
    set value(next) {
      generator.value = next;
    }
  };
  return {generator, handle};
}
