/** Python's `strip`, `lstrip` and `rstrip`, which know other spaces than JavaScript and may be given characters. */

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
