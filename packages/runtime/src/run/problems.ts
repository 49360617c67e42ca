/** What an error in a cell means for who reads it. */
import {RuntimeError} from "@observablehq/runtime";
import type {Place} from "../compile/diagnostic.ts";
import type {CellProblem} from "./status.ts";

/** What is known of the other cells. */
export interface Neighbours {
  /** Cells that define that name. */
  readonly definers: (name: string) => readonly number[];
  readonly problem: (id: number) => CellProblem | null;
  /** What a message calls a cell. */
  readonly label: (id: number) => string;
  /** Where a cell mentions a name. */
  readonly placeOf: (id: number, name: string) => Place | null;
  /** Cells that mention that name, and whose text does not compile. */
  readonly suspects: (name: string) => readonly number[];
}

/** Name of the file a cell's code is compiled as, so that it can be found in a stack. */
export const fileOf = (id: number): string => `ecco-cell-${id}.js`;

/** Returns what to tell about an error that came out of a cell. */
export function problemOf(
  error: unknown,
  {id, lines}: {readonly id: number; readonly lines: readonly (number | undefined)[]},
  neighbours: Neighbours
): CellProblem {
  if (error instanceof RuntimeError) return inherited(error, id, neighbours);
  return {message: messageOf(error), place: placeOf(error, id, lines), cause: null};
}

/** Returns what to tell about a name the cell defines, which failed. */
export function outputProblem(
  error: unknown,
  name: string,
  id: number,
  neighbours: Neighbours
): CellProblem | null {
  if (!(error instanceof RuntimeError))
    return {message: messageOf(error), place: null, cause: null};
  // The cell itself failed, and says so.
  if (error.input === `cell ${id}`) return null;
  const others = neighbours.definers(name).filter((each) => each !== id);
  if (others.length === 0) return inherited(error, id, neighbours);
  return {
    message: `${name} is defined more than once, also by ${others.map(neighbours.label).join(" and ")}; rename one of them`,
    place: null,
    cause: null
  };
}

function inherited(error: RuntimeError, id: number, neighbours: Neighbours): CellProblem {
  const name = error.input;
  if (name === undefined) {
    const circular = error.message === "circular definition";
    return {
      message: circular
        ? "circular definition: this cell reads what is made from its own value; take one of the names out"
        : error.message,
      place: null,
      cause: null
    };
  }
  const definers = neighbours.definers(name).filter((each) => each !== id);
  if (definers.length === 0) {
    if (error.message !== `${name} is not defined`)
      return {message: error.message, place: neighbours.placeOf(id, name), cause: null};
    const [suspect] = neighbours.suspects(name).filter((each) => each !== id);
    return suspect === undefined
      ? {
          message: `${name} is not defined: no cell defines it, and it is not in the library`,
          place: neighbours.placeOf(id, name),
          cause: null
        }
      : {
          message: neighbours.problem(suspect)?.message ?? error.message,
          place: null,
          cause: {id: suspect, name, label: neighbours.label(suspect)}
        };
  }
  if (definers.length > 1)
    return {
      message: `${name} is defined more than once, by ${definers.map(neighbours.label).join(" and ")}; rename one of them`,
      place: null,
      cause: null
    };
  const [definer] = definers as [number];
  const origin = neighbours.problem(definer);
  const at = origin?.cause?.id ?? definer;
  return {
    message: origin?.message ?? error.message,
    place: null,
    cause: {id: at, name, label: neighbours.label(at)}
  };
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error);

function placeOf(error: unknown, id: number, lines: readonly (number | undefined)[]): Place | null {
  const stack = error instanceof Error ? error.stack : undefined;
  const found = stack && new RegExp(`${fileOf(id)}:(\\d+):(\\d+)`).exec(stack);
  if (!found) return null;
  const line = lines[Number(found[1])];
  return line === undefined ? null : {line, column: Number(found[2])};
}
