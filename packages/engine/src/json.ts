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
