/** Why an import of a cell failed: said at the import, whatever was asked behind it. */
import type {Place} from "../compile/diagnostic.ts";

export class ImportProblem extends Error {
  override readonly name = "ImportProblem";
  /** Of the import, in the text of the cell; null where it is not known. */
  readonly place: Place | null;

  constructor(message: string, place: Place | null = null, cause?: unknown) {
    super(message, {cause});
    this.place = place;
  }
}
