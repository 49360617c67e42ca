/** A result that stands in an attribute: JSON, or base64 of it (RFC 4648, also for addresses), also deflated (RFC 1951). */
import {longest, parsed, textOf} from "./read-json.ts";

/** What scripts make of an object where they expect a text. */
const object = /^\[object \w+\]$/;

/** Whether a framework has written an object as a text. */
export const isUnwritten = (text: string): boolean => object.test(text);

/** Returns what an attribute says; *tag* names the element in messages. Throws where it says no result. */
export async function writtenData(text: string, tag: string): Promise<unknown> {
  if (isUnwritten(text))
    throw new Error(
      `<${tag}>: data is ${JSON.stringify(text)}: an object was written as an attribute; write its JSON, data={JSON.stringify(result)}, or in Vue :data.prop`
    );
  try {
    const said = text.trim();
    return parsed(/^[[{]/.test(said) ? said : await decoded(said));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `<${tag}>: the attribute data is no result (${reason}); put the JSON of one result into it, or base64 of that`,
      {cause: error}
    );
  }
}

/** The first byte of deflated bytes that say how they were deflated (RFC 1950). */
const zlib = 0x78;

async function decoded(base64: string): Promise<string> {
  if (base64.length > longest) throw new Error(`longer than ${longest} characters`);
  if (!/^[\w+/-]+={0,2}$/.test(base64)) throw new Error("neither JSON nor base64");
  const binary = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
  const first = String.fromCharCode(bytes[0] ?? 0);
  if (/[[{\s]/.test(first)) return new TextDecoder().decode(bytes);
  const format = bytes[0] === zlib ? "deflate" : "deflate-raw";
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format));
  return textOf(new Response(inflated));
}
