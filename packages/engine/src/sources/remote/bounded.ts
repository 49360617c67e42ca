/** Answers of hosts, read up to a length: none is believed to end. */
import {SourceError} from "../../errors.ts";

/** Returns the same bytes; the stream fails with SourceError behind *most* of them. */
export function atMost(most: number, where: string): TransformStream<Uint8Array, Uint8Array> {
  let length = 0;
  return new TransformStream({
    transform(bytes, controller) {
      length += bytes.length;
      if (length > most)
        controller.error(
          new SourceError(
            `${where}: more than ${most} bytes came, expected a shorter answer; is it the right address?`
          )
        );
      else controller.enqueue(bytes);
    }
  });
}

/** Returns an answer as text. Throws SourceError where it is longer than *most* bytes. */
export async function textOf(response: Response, most: number, where: string): Promise<string> {
  if (!response.body) return "";
  return new Response(response.body.pipeThrough(atMost(most, where) as TransformStream)).text();
}

/** Returns a fetch whose answers end, by so many bytes, and that is asked only so often. */
export function boundedFetch(get: typeof fetch, bytes: number, requests: number): typeof fetch {
  let count = 0;
  return async (input, init) => {
    const where = input instanceof Request ? input.url : String(input);
    if (++count > requests)
      throw new SourceError(`${where}: the answer has more than ${requests} pages, expected fewer`);
    const {body, status, statusText, headers} = await get(input, init);
    return new Response(body && body.pipeThrough(atMost(bytes, where) as TransformStream), {
      status,
      statusText,
      headers
    });
  };
}
