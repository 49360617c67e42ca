/** What a request brings, up to so many bytes. */
import type {IncomingMessage} from "node:http";
import {Refusal} from "./refusal.ts";

/** Returns the bytes of a request. Throws Refusal 413 for more than *most*. */
export async function bodyOf(request: IncomingMessage, most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new Refusal(413, `more than ${most / 1e6} MB are not taken`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Returns the JSON of a request; null for what is none. Throws Refusal 413 for more than *most* bytes. */
export async function jsonOf(request: IncomingMessage, most: number): Promise<unknown> {
  const bytes = await bodyOf(request, most);
  try {
    return JSON.parse(new TextDecoder("utf-8", {fatal: true}).decode(bytes));
  } catch {
    return null;
  }
}
