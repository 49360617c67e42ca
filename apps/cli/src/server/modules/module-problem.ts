/** Why an import leads nowhere: what is said at the cell that asked for it. */

/** A place in a file, both numbers from 1. */
export interface FilePlace {
  /** From the opened folder, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export class ModuleProblem extends Error {
  override readonly name = "ModuleProblem";
  /** Where in a module it is; null where the cell's own import is at fault. */
  readonly place: FilePlace | null;

  constructor(message: string, {place = null}: {readonly place?: FilePlace | null} = {}) {
    super(message);
    this.place = place;
  }
}

/** Returns what a person reads: with the file and line where a module is at fault. */
export const wordsOf = ({message, place}: ModuleProblem): string =>
  place ? `${place.file}, line ${place.line}: ${message}` : message;
