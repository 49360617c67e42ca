/** What an error in a cell means for who reads it. */
import {RuntimeError} from "@observablehq/runtime";
import type {Place} from "../compile/diagnostic.ts";
import {spoken} from "../compile/spoken-name.ts";
import {isOwnVariable} from "./define-names.ts";
import {ImportProblem} from "./import-problem.ts";
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
  /** What is known of a cell that does not run here and would give that name: in which language it is; else null. */
  readonly elsewhere: (name: string) => {readonly id: number; readonly language: string} | null;
}

/** What a cell says of itself. */
interface Failed {
  readonly id: number;
  readonly lines: readonly (number | undefined)[];
  readonly absent?: Readonly<Record<string, string>> | undefined;
}

/** Name of the file a cell's code is compiled as, so that it can be found in a stack. */
export const fileOf = (id: number): string => `ecco-cell-${id}.js`;

/** Returns what to tell about an error that came out of a cell. */
export function problemOf(
  error: unknown,
  {id, lines, absent}: Failed,
  neighbours: Neighbours
): CellProblem {
  if (error instanceof RuntimeError) return inherited(error, id, neighbours, absent);
  if (error instanceof ImportProblem)
    return {message: error.message, place: error.place, cause: null};
  return {message: messageOf(error), place: placeOf(error, id, lines), cause: null};
}

/** Returns what to tell about a name the cell defines, which failed. */
export function outputProblem(
  error: unknown,
  name: string,
  id: number,
  neighbours: Neighbours
): CellProblem | null {
  if (error instanceof ImportProblem)
    return {message: error.message, place: error.place, cause: null};
  if (!(error instanceof RuntimeError))
    return {message: messageOf(error), place: null, cause: null};
  // The cell itself failed, and says so.
  if (isOwnVariable(error.input, id)) return null;
  const others = neighbours.definers(name).filter((each) => each !== id);
  if (others.length === 0) return inherited(error, id, neighbours);
  return {
    message: `${spoken(name)} is defined more than once, also by ${others.map(neighbours.label).join(" and ")}; rename one of them`,
    place: null,
    cause: null
  };
}

function inherited(
  error: RuntimeError,
  id: number,
  neighbours: Neighbours,
  absent: Failed["absent"] = {}
): CellProblem {
  const name = error.input;
  if (name === undefined) {
    const circular = error.message === "circular definition";
    return own(
      circular
        ? "circular definition: this cell reads what is made from its own value; take one of the names out"
        : error.message
    );
  }
  const definers = neighbours.definers(name).filter((each) => each !== id);
  if (definers.length === 0)
    return error.message === `${name} is not defined`
      ? undefinedName(name, id, neighbours, absent)
      : own(error.message, neighbours.placeOf(id, name));
  if (definers.length > 1)
    return own(
      `${spoken(name)} is defined more than once, by ${definers.map(neighbours.label).join(" and ")}; rename one of them`
    );
  const [definer] = definers as [number];
  const origin = neighbours.problem(definer);
  const at = origin?.cause?.id ?? definer;
  return {
    message: origin?.message ?? error.message,
    place: null,
    cause: {id: at, name: spoken(name), label: neighbours.label(at)}
  };
}

/** Returns what to tell of a name that no cell defines. */
function undefinedName(
  name: string,
  id: number,
  neighbours: Neighbours,
  absent: Readonly<Record<string, string>>
): CellProblem {
  const [suspect] = neighbours.suspects(name).filter((each) => each !== id);
  if (suspect !== undefined)
    return {
      message: neighbours.problem(suspect)?.message ?? `${spoken(name)} is not defined`,
      place: null,
      cause: {id: suspect, name: spoken(name), label: neighbours.label(suspect)}
    };
  const elsewhere = neighbours.elsewhere(name);
  if (elsewhere)
    return {
      message: `it is the output of a cell in ${elsewhere.language}, which does not run here`,
      place: null,
      cause: {id: elsewhere.id, name, label: neighbours.label(elsewhere.id)}
    };
  const place = neighbours.placeOf(id, name);
  if (Object.hasOwn(absent, name)) return own(absent[name]!, place);
  return own(
    `${spoken(name)} is not defined: no cell defines it, and it is not in the library`,
    place
  );
}

const own = (message: string, place: Place | null = null): CellProblem => ({
  message,
  place,
  cause: null
});

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error);

function placeOf(error: unknown, id: number, lines: readonly (number | undefined)[]): Place | null {
  const stack = error instanceof Error ? error.stack : undefined;
  const found = stack && new RegExp(`${fileOf(id)}:(\\d+):(\\d+)`).exec(stack);
  if (!found) return null;
  const line = lines[Number(found[1])];
  return line === undefined ? null : {line, column: Number(found[2])};
}
