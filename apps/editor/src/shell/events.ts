/** What the server says as it happens, line by line: an EventSource could not say who asks. */
import {OtherFolder, request} from "./request.ts";

export interface EventHandlers {
  /** Called for each event, with what it says. */
  readonly said: (data: unknown) => void;
  /** Called when the line is there again after a break: what happened meanwhile was not said. */
  readonly again: () => void;
  /** Called when the address begins or ceases to serve another folder. */
  readonly elsewhere: (is: boolean) => void;
}

/** Before the next try after a break, in ms. */
const pause = 1000;

/** Listens until it is stopped; returns how to stop. */
export function listen(path: string, {said, again, elsewhere}: EventHandlers): () => void {
  const controller = new AbortController();
  const {signal} = controller;
  const hear = async (): Promise<void> => {
    for (let first = true; !signal.aborted; first = false) {
      try {
        const {body} = await request(path, {signal});
        elsewhere(false);
        if (!first) again();
        for await (const line of linesOf(body!))
          if (line.startsWith("data: ")) said(JSON.parse(line.slice("data: ".length)));
      } catch (error) {
        // Saving says what is the matter; only here it is learned without any.
        if (error instanceof OtherFolder) elsewhere(true);
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
  void hear();
  return () => controller.abort();
}

async function* linesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const {done, value = ""} = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
