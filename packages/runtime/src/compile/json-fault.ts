/** Where a text is not JSON: browsers say it in words of their own, or not at all. */
import {parse, printParseErrorCode} from "jsonc-parser";
import type {ParseError} from "jsonc-parser";
import {placeAt} from "./diagnostic.ts";
import type {Diagnostic} from "./diagnostic.ts";

const words: Readonly<Record<string, string>> = {
  InvalidSymbol: "a text in double quotes, a number, true, false or null is expected",
  InvalidNumberFormat: "this is no number",
  PropertyNameExpected: "the name of a property is expected, in double quotes",
  ValueExpected: "a value is expected",
  ColonExpected: "a colon is expected",
  CommaExpected: "a comma is expected",
  CloseBraceExpected: "a closing brace } is expected",
  CloseBracketExpected: "a closing bracket ] is expected",
  EndOfFileExpected: "nothing is expected after the value",
  InvalidCommentToken: "JSON has no comments",
  UnexpectedEndOfComment: "JSON has no comments",
  UnexpectedEndOfString: "a text ends with a double quote, in its line",
  UnexpectedEndOfNumber: "a number goes on here",
  InvalidUnicode: "after \\u four hexadecimal digits are expected",
  InvalidEscapeCharacter:
    'this is no escape: in texts there are \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u',
  InvalidCharacter:
    "this character does not stand in a text as it is: write \\n for a line break, \\t for a tab"
};

/** Returns what is wrong with a text that the platform does not read as JSON. */
export function jsonFault(text: string): Diagnostic {
  const errors: ParseError[] = [];
  parse(text, errors, {disallowComments: true, allowTrailingComma: false});
  const [first] = errors;
  const from = Math.min(first?.offset ?? 0, text.length);
  const said = first ? words[printParseErrorCode(first.error)] : undefined;
  return {
    message: `this is not JSON: ${said ?? "it cannot be read"}`,
    place: placeAt(text, from),
    from
  };
}
