/** What a token shows: the text of a token is drawn nowhere else. */

/** Longer tokens get an ellipsis in the middle; tooltip and table have them whole. */
const longest = 24;

/** Whether the text is space only (and not empty). */
export const isSpace = (text: string): boolean => /^[ \u00a0]+$/.test(text);

const visible: Readonly<Record<string, string>> = {"\n": "⏎", "\r": "␍", "\t": "⇥"};
// Controls, zero-width and no-break characters and the rest that would otherwise be invisible.
// oxlint-disable-next-line no-control-regex
const hidden = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g;

const name = (char: string): string =>
  visible[char] ?? `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;

/** How leading spaces are written: as the gap before the token, or as `·` at its start. */
export type Spaces = "gap" | "dot";

/** Returns what stands for a token's text, whole; *id* is shown where there is no tokenizer. */
export function tokenText(
  token: {id: number; text: string | null},
  spaces: Spaces = "gap"
): string {
  const {text} = token;
  if (text === null) return `#${token.id}`;
  if (text === "") return "∅";
  if (isSpace(text)) return "·".repeat(text.length);
  const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(text);
  if (byte) return byte[1]!.toUpperCase();
  const led = /^ +/.exec(text)?.[0].length ?? 0;
  const lead = spaces === "dot" ? "·".repeat(led) : "·".repeat(Math.max(0, led - 1));
  return lead + text.slice(led).replace(hidden, name);
}

/** Returns the same cut to 24 characters, with an ellipsis in the middle. */
export function tokenLabel(
  token: {id: number; text: string | null},
  spaces: Spaces = "gap"
): string {
  const characters = [...tokenText(token, spaces)];
  if (characters.length <= longest) return characters.join("");
  return `${characters.slice(0, 12).join("")}…${characters.slice(-11).join("")}`;
}

const names: Readonly<Record<string, string>> = {
  "\n": "new line",
  "\r": "carriage return",
  "\t": "tab"
};

/** Returns a token for speech: spaces and line ends by name. */
export function spokenToken(token: {id: number; text: string | null}): string {
  const {text} = token;
  if (text === null) return `token ${token.id}`;
  if (isSpace(text)) return text.length === 1 ? "space" : `${text.length} spaces`;
  if (text === "") return "empty";
  const said = (c: string): string => ` ${names[c] ?? name(c)} `;
  return text
    .replace(/^ +| +$/g, "")
    .replace(hidden, said)
    .trim();
}

/** Whether a token stands for bytes that are no whole character. */
export const isBytes = (text: string | null): boolean =>
  text !== null && /^<0x[0-9A-Fa-f]{2}>$|\ufffd/.test(text);
