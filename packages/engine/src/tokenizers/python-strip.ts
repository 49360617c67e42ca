/**
 * Python's `strip`, `lstrip` and `rstrip` in chat templates. The library takes away what JavaScript calls spaces, and
 * whatever characters a template names; published templates name them: `content.lstrip('\n')`.
 */

/** What Python's str.isspace knows. */
const spaces: ReadonlySet<string> = new Set(
  "\t\n\v\f\r\u001C\u001D\u001E\u001F \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000"
);

const ends: Readonly<Record<string, readonly [boolean, boolean]>> = {
  strip: [true, true],
  lstrip: [true, false],
  rstrip: [false, true],
  trim: [true, true]
};

/** Returns a text without these characters at its ends; without spaces where none are named. */
export function strip(text: string, how: string, characters?: string): string {
  // Looked at one by one: a pattern for the end would try again at every space before it.
  const set = characters === undefined ? spaces : new Set(characters);
  const [left, right] = ends[how]!;
  let from = 0;
  let to = text.length;
  while (left && from < to) {
    const letter = String.fromCodePoint(text.codePointAt(from)!);
    if (!set.has(letter)) break;
    from += letter.length;
  }
  while (right && to > from) {
    const last = text[to - 1]!;
    const pair = to - from > 1 && isPair(text, to - 2);
    const letter = pair ? text.slice(to - 2, to) : last;
    if (!set.has(letter)) break;
    to -= letter.length;
  }
  return text.slice(from, to);
}

/** Whether two units are one character. */
const isPair = (text: string, at: number): boolean => text.codePointAt(at)! > 0xffff;

/** The name under which a template is given `strip`. */
export const stripName = "__strip";

interface Part {
  type?: string;
  [key: string]: unknown;
}

/** Makes a parsed template call `strip` wherever it takes characters away at the ends of a text. */
export function useStrip(part: unknown): void {
  if (typeof part !== "object" || part === null) return;
  const node = part as Part;
  Object.values(node).forEach(useStrip);
  const found = callOf(node) ?? filterOf(node);
  if (!found) return;
  const {how, operand, characters} = found;
  const callee = {type: "Identifier", value: stripName};
  const name = {type: "StringLiteral", value: how};
  Object.assign(node, {type: "CallExpression", callee, args: [operand, name, ...characters]});
}

interface Found {
  readonly how: string;
  readonly operand: unknown;
  readonly characters: readonly unknown[];
}

/** text.lstrip("\n") */
function callOf({type, callee, args}: Part): Found | null {
  const {type: kind, object, property, computed} = (callee ?? {}) as Part;
  const how = String((property as Part | undefined)?.["value"]);
  if (type !== "CallExpression" || kind !== "MemberExpression" || computed === true) return null;
  if (how === "trim" || !Object.hasOwn(ends, how)) return null;
  return {how, operand: object, characters: args as readonly unknown[]};
}

/** text | trim */
function filterOf({type, operand, filter}: Part): Found | null {
  const plain = (filter as Part | undefined)?.type === "Identifier";
  if (type !== "FilterExpression" || !plain || (filter as Part)["value"] !== "trim") return null;
  return {how: "trim", operand, characters: []};
}
