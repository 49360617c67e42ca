/**
 * Python's `strip`, `lstrip` and `rstrip` in chat templates. The library takes away what JavaScript calls spaces, and
 * whatever characters a template names; published templates name them: `content.lstrip('\n')`.
 */

/** What Python's str.isspace knows. */
const spaces =
  "\t\n\v\f\r\u001C-\u001F \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000";

const ends: Readonly<Record<string, readonly [boolean, boolean]>> = {
  strip: [true, true],
  lstrip: [true, false],
  rstrip: [false, true],
  trim: [true, true]
};

/** Returns a text without these characters at its ends; without spaces where none are named. */
export function strip(text: string, how: string, characters?: string): string {
  const set = characters?.replaceAll(/[\\\]^-]/g, "\\$&") ?? spaces;
  if (set === "") return text;
  const [left, right] = ends[how]!;
  const from = left ? text.replace(new RegExp(`^[${set}]+`, "u"), "") : text;
  return right ? from.replace(new RegExp(`[${set}]+$`, "u"), "") : from;
}

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
