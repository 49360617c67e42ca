/** What a token shows: the text of a token is drawn nowhere else. */
import {byteText, hex} from "./bytes.ts";
import {graphemes} from "./graphemes.ts";

/** What names a token: enough to write it. */
export interface Named {
  readonly id: number;
  readonly text: string | null;
  readonly bytes?: readonly number[];
}

/** Longer tokens get an ellipsis in the middle; tooltip and table have them whole. */
const longest = 24;

/** Whether the text is space only (and not empty). */
export const isSpace = (text: string): boolean => /^[ \u00a0]+$/.test(text);

const visible: Readonly<Record<string, string>> = {"\n": "⏎", "\r": "␍", "\t": "⇥"};
// Controls, zero-width and no-break characters and the rest that would otherwise be invisible.
// oxlint-disable-next-line no-control-regex
const hidden = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g;

const codeOf = (char: string): string =>
  `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
const name = (char: string): string => visible[char] ?? codeOf(char);

/** A mark that belongs to the letter before it, which stands in another token. */
const loose = /^\p{M}/u;

// What joins or directs other characters is named only where it stands alone: in an emoji it is part of the picture.
const shown = (text: string): string =>
  text.search(hidden) < 0
    ? text
    : graphemes(text)
        .map((g) => (g.replace(hidden, "") === "" ? g.replace(hidden, name) : g))
        .join("");

const called: Readonly<Record<string, string>> = {
  "\u00a0": "no-break space",
  "\u00ad": "soft hyphen",
  "\u200b": "zero-width space",
  "\u200c": "zero-width non-joiner",
  "\u200d": "zero-width joiner",
  "\u200e": "left-to-right mark",
  "\u200f": "right-to-left mark",
  "\u2060": "word joiner",
  "\ufeff": "byte order mark"
};

/** Returns what a text holds and nobody sees, by name and code. */
export function unseen(text: string): readonly (readonly [string, string])[] {
  const found = new Set(
    [...text].filter((c) => c === "\u00a0" || (!visible[c] && c.search(hidden) >= 0))
  );
  return [...found].map((c) => [called[c] ?? "control", codeOf(c)]);
}

/** How leading spaces are written: as the gap before the token, or as `·` at its start. */
export type Spaces = "gap" | "dot";

/** Returns what stands for a token's text, whole; *id* is shown where there is no tokenizer. */
export function tokenText(token: Named, spaces: Spaces = "gap"): string {
  if (token.text === null) return `#${token.id}`;
  const text = token.bytes ? byteText(token.bytes) : token.text;
  if (text === "") return "∅";
  if (isSpace(text)) return "·".repeat(text.length);
  const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(text);
  if (byte) return byte[1]!.toUpperCase();
  const led = /^ +/.exec(text)?.[0].length ?? 0;
  const lead = spaces === "dot" ? "·".repeat(led) : "·".repeat(Math.max(0, led - 1));
  const rest = text.slice(led);
  return lead + (loose.test(rest) ? "◌" : "") + shown(rest);
}

/** Returns the same cut to 24 characters, with an ellipsis in the middle. */
export function tokenLabel(token: Named, spaces: Spaces = "gap"): string {
  const text = tokenText(token, spaces);
  // Never fewer units than characters.
  if (text.length <= longest) return text;
  const characters = graphemes(text);
  if (characters.length <= longest) return text;
  return `${characters.slice(0, 12).join("")}…${characters.slice(-11).join("")}`;
}

const names: Readonly<Record<string, string>> = {
  "\n": "new line",
  "\r": "carriage return",
  "\t": "tab"
};

/** Returns a token for speech: spaces and line ends by name. */
export function spokenToken(token: Named): string {
  const {text, bytes} = token;
  if (text === null) return `token ${token.id}`;
  if (bytes) return `${bytes.length > 1 ? "bytes" : "byte"} ${bytes.map(hex).join(" ")}`;
  if (isSpace(text)) return text.length === 1 ? "space" : `${text.length} spaces`;
  if (text === "") return "empty";
  const said = (c: string): string => ` ${names[c] ?? name(c)} `;
  return graphemes(text.replace(/^ +| +$/g, ""))
    .map((g) => (g.replace(hidden, "") === "" ? g.replace(hidden, said) : g))
    .join("")
    .trim();
}

/** Whether a token stands for bytes that are no whole character. */
export const isBytes = ({text, bytes}: Named): boolean =>
  bytes !== undefined || (text !== null && /^<0x[0-9A-Fa-f]{2}>$|^\ufffd+$/.test(text));
