/** What is known of a JSON text before it is parsed. */

/** Lists and objects of a file: published tokenizers have 600,000. Each takes a hundred bytes in memory. */
export const mostParts = 2 ** 22;

const [bracket, brace] = [0x5b, 0x7b];

/** Returns how many lists and objects begin in the bytes of a JSON text, at most: in its texts some may, too. */
export function partsIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at++)
    if (bytes[at] === bracket || bytes[at] === brace) count++;
  return count;
}

const [quote, backslash, minus] = [0x22, 0x5c, 0x2d];
const words = ["NaN", "Infinity"] as const;

/**
 * Returns what a JSON text says, with NaN, Infinity and -Infinity where Python's json module writes them: as values, not
 * in texts. Throws SyntaxError for what Python does not read either.
 */
export function parsePython(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const {json, marker, found} = withoutWords(text);
    if (!found) throw error;
    return withNaN(JSON.parse(json), marker);
  }
}

/** Returns the text with numbers too large for a double in place of infinities, and a text of its own in place of NaN. */
function withoutWords(text: string): {
  readonly json: string;
  readonly marker: string;
  readonly found: boolean;
} {
  let marker = "NaN";
  while (text.includes(marker + '"')) marker += "N";
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      for (at++; at < text.length && text.charCodeAt(at) !== quote; at++)
        if (text.charCodeAt(at) === backslash) at++;
      continue;
    }
    const word = words.find((each) => code === each.charCodeAt(0) && text.startsWith(each, at));
    if (word === undefined || (word === "NaN" && text.charCodeAt(at - 1) === minus)) continue;
    parts.push(text.slice(from, at), word === "NaN" ? `"${marker}"` : "1e999");
    from = at + word.length;
    at = from - 1;
  }
  return {json: parts.join("") + text.slice(from), marker, found: from > 0};
}

/** Returns a parsed value with NaN in place of the marker; however deep it is. */
function withNaN(value: unknown, marker: string): unknown {
  if (value === marker) return Number.NaN;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const holder = open.pop();
    if (typeof holder !== "object" || holder === null) continue;
    for (const [key, inner] of Object.entries(holder)) {
      // Not assigned: a key may be "__proto__".
      if (inner === marker)
        Object.defineProperty(holder, key, {
          value: Number.NaN,
          writable: true,
          enumerable: true,
          configurable: true
        });
      else open.push(inner);
    }
  }
  return value;
}
