/** How long a safetensors file is, by its own header: before the rest of it has come. */

/** What is longer is no header, and not waited for. */
const longestHeader = 100_000_000;

/**
 * Returns a function to be called with all bytes so far, as they come: it returns the length of the whole file once the
 * header is there, and null before, and for what is no header.
 */
export function safetensorsLength(): (bytes: Uint8Array) => number | null {
  let known: number | null | undefined;
  return (bytes) => {
    if (known === undefined) known = lengthIn(bytes);
    return known ?? null;
  };
}

/** Undefined as long as the header is not there as a whole; null where it is none. */
function lengthIn(bytes: Uint8Array): number | null | undefined {
  if (bytes.length < 8) return undefined;
  const header = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (header > longestHeader) return null;
  const start = 8 + header;
  if (bytes.length < start) return undefined;
  try {
    const said = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start))) as object | null;
    const ends = Object.entries(said!)
      .filter(([name]) => name !== "__metadata__")
      .map(([, entry]) => (entry as {data_offsets?: readonly unknown[]}).data_offsets?.[1]);
    const data = ends.reduce<number>((most, end) => Math.max(most, Number(end)), 0);
    return Number.isSafeInteger(start + data) ? start + data : null;
  } catch {
    // What is wrong with it is said by who reads the file.
    return null;
  }
}
