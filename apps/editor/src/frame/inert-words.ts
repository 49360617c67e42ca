/** What stands in the place of what a cell would show that does not run here. */
import {languageOf} from "@ecco/runtime/document";
import type {CellText} from "../protocol/messages.ts";

/** Of a name or a type so much is shown. */
const most = 60;
const shorten = (words: string): string =>
  words.length > most ? `${words.slice(0, most)}…` : words;

/** Returns an element that says it. */
export function inertWords({mime, output}: CellText): HTMLElement {
  const said = document.createElement("p");
  said.className = "inert";
  const language = shorten(languageOf(mime));
  said.textContent = output
    ? `${language} does not run here: the cell stays as it is in the file, and ${shorten(output)} has no value.`
    : `${language} does not run here: the cell stays as it is in the file.`;
  return said;
}
