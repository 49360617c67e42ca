/** What a cell is called that does not say so in its text. */
import {cellTypes, isKind} from "./cell-types.ts";
import type {Tag} from "./tags.ts";

/** A name in JavaScript; words that mean something there are found when the cell is compiled. */
const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * Returns the name that other cells know the value of a cell by: its `output`; of a data cell also its `name`, or an id
 * that can be one. Null without.
 */
export function outputOf(type: string, {attributes}: Pick<Tag, "attributes">): string | null {
  const value = (name: string): string =>
    attributes.find((each) => each.name === name)?.value.trim() ?? "";
  const output = value("output");
  if (output !== "" || !isKind(type) || !cellTypes[type].isData) return output || null;
  if (value("name") !== "") return value("name");
  return identifier.test(value("id")) ? value("id") : null;
}
