/** What was left out of a result, and what speaks against it, as lines for people. */
import type {LeftOut} from "@ecco/engine";
import {inFlags} from "../input/without-option.ts";
import {tokenText} from "./format.ts";
import {paint} from "./table.ts";

/** Named are so many at most. */
const most = 6;

/** Returns "left out: The (0)", with the text where there are several; nothing where nothing was. */
export function leftOutLines(leftOut: readonly LeftOut[]): string[] {
  if (leftOut.length === 0) return [];
  const texts = new Set(leftOut.map(({of}) => of)).size;
  const named = leftOut
    .slice(0, most)
    .map(
      ({of, position, token}) =>
        `${tokenText(token)} (${texts > 1 ? `text ${of}, ` : ""}position ${position})`
    );
  const more = leftOut.length > most ? ` and ${leftOut.length - most} more` : "";
  return [`left out: ${named.join(", ")}${more}`];
}

export const warningLines = (warnings: readonly string[], flag?: string): string[] =>
  warnings.map((message) => paint({text: inFlags(sentence(message), flag), style: "yellow"}));

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
