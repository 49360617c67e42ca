/** GPT-2's way to write bytes as characters: printable Latin-1 stands for itself, the other bytes for U+0100 and up. */
const isPrintable = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) ||
  (byte >= 0xa1 && byte <= 0xac) ||
  (byte >= 0xae && byte <= 0xff);

/** The character of each byte. */
const charOf: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({length: 256}, (_, byte) =>
    String.fromCodePoint(isPrintable(byte) ? byte : next++)
  );
})();

/** The byte of each of these characters. */
export const byteOf: ReadonlyMap<string, number> = new Map(
  charOf.map((char, byte) => [char, byte] as const)
);

/** The character of the byte of a space. */
export const spaceChar = charOf[0x20]!;

const encoder = new TextEncoder();

/** Returns a character's UTF-8 bytes as characters. */
export const byteChars = remembering((char: string): string => {
  let chars = "";
  for (const byte of encoder.encode(char)) chars += charOf[byte];
  return chars;
});

/** Returns the bytes of a text of such characters; null where one of them is none. */
export function bytesOf(text: string): number[] | null {
  const bytes: number[] = [];
  for (const char of text) {
    const byte = byteOf.get(char);
    if (byte === undefined) return null;
    bytes.push(byte);
  }
  return bytes;
}

/** Returns a function that keeps what it returned for a character. */
function remembering(of: (char: string) => string): (char: string) => string {
  const known = new Map<string, string>();
  return (char) => {
    let made = known.get(char);
    if (made === undefined) known.set(char, (made = of(char)));
    return made;
  };
}
