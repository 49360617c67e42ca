/** Attributes as they are written in Markdown: `{#id .class key=value key="several words"}`. */
import type {Token} from "markdown-it";

export type Attributes = readonly (readonly [name: string, value: string])[];

const item = String.raw`#[^\s{}#."'=]+|\.[^\s{}#."'=]+|[a-zA-Z][-\w:]*=(?:"[^"{}\n]*"|[^\s{}"']+)`;
const list = String.raw`\{[ \t]*(?:${item})(?:[ \t]+(?:${item}))*[ \t]*\}`;
const items = new RegExp(item, "g");

/** Longer lists are text. */
export const longest = 1000;

const atStart = new RegExp(`^${list}`);
const whole = new RegExp(`^${list}$`);

/** Returns the list at the beginning of a text, as it is written; null where there is none. */
export const listAtStart = (text: string): string | null =>
  text.startsWith("{") ? (atStart.exec(text.slice(0, longest))?.[0] ?? null) : null;

/** Returns the list at the end of a text, as it is written, and what stands before it and its spaces. */
export function listAtEnd(
  text: string
): {readonly written: string; readonly before: string} | null {
  const at = text.lastIndexOf("{");
  const written = text.slice(Math.max(at, 0)).trimEnd();
  if (at < 0 || written.length > longest || !whole.test(written)) return null;
  const before = text.slice(0, at);
  const trimmed = before.trimEnd();
  return at === 0 || trimmed !== before ? {written, before: trimmed} : null;
}

/** Returns what a list says; what would be code is left out. */
export function readAttributes(written: string): Attributes {
  return [...written.matchAll(items)].flatMap(([each]): Attributes => {
    if (each.startsWith("#")) return [["id", each.slice(1)]];
    if (each.startsWith(".")) return [["class", each.slice(1)]];
    const [name, ...rest] = each.split("=");
    const value = rest.join("=").replace(/^"(.*)"$/, "$1");
    return /^on/i.test(name!) ? [] : [[name!, value]];
  });
}

export function addAttributes(token: Token, added: Attributes): void {
  for (const [name, value] of added)
    if (name === "class") token.attrJoin(name, value);
    else token.attrSet(name, value);
}
