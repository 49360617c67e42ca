/** An engine that a test tells what to do: it hangs, prepares, or answers, and says which worker it is. */
import type {ModelInfo, Preparing} from "@ecco/engine";
import {expose} from "comlink";
import {abort} from "../../packages/cells/src/engine/protocol.ts";
import type {
  Engine,
  Outcome,
  ReadingReport,
  Report
} from "../../packages/cells/src/engine/protocol.ts";
import type {LoadRequest} from "../../packages/cells/src/engine/load-request.ts";

const name = crypto.randomUUID();
let asked = 0;
let request: LoadRequest | undefined;

/** What a test asks for, as the text of a question about tokens. */
export interface Order {
  /** Holds the thread for so many ms, as a runtime does, once the page has heard of it. */
  readonly hang?: number;
  /** Says first that a program of so many nodes is prepared. */
  readonly nodes?: number;
  /** Works until it is stopped, in parts of so many ms that cannot be broken off. */
  readonly parts?: number;
  /** Says first that it begins to read this text with the model's pattern, and behind `hang` that it has ended. */
  readonly reads?: string;
  /** Says so without naming the text. */
  readonly readsTokens?: boolean;
  /** Waits until it is stopped. */
  readonly wait?: boolean;
}

/** What it answers with. */
export interface Told {
  readonly worker: string;
  readonly asked: number;
  readonly files: readonly string[];
  readonly src: string;
}

const outcome = <T>(value: T): Outcome<T> => ({value, backend: "onnx", reason: "a test"});
const over = (port: MessagePort): void => port.postMessage({over: true} satisfies Report);

const read = (report: ReadingReport): void => postMessage(report);

function hold(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

async function obey(
  {hang = 0, nodes, parts, wait, reads, readsTokens}: Order,
  port: MessagePort
): Promise<void> {
  let isStopped = false;
  const prepare = (done: boolean): void => {
    const preparing: Preparing = {nodes: nodes!, what: "a test", done};
    port.postMessage({preparing} satisfies Report);
  };
  const stopped = new Promise<void>((resolve, reject) => {
    port.onmessage = ({data}) => {
      if (data !== abort) return;
      isStopped = true;
      if (wait) reject(new DOMException("stopped", "AbortError"));
      else resolve();
    };
  });
  stopped.catch(() => undefined);
  if (nodes !== undefined) prepare(false);
  if (reads !== undefined) read({reading: "text", of: reads});
  if (readsTokens) read({reading: "tokens", of: null});
  hold(hang);
  if (reads !== undefined || readsTokens) read({reading: null, of: null});
  if (nodes !== undefined) prepare(true);
  for (let part = 1; parts !== undefined && !isStopped; part++) {
    hold(parts);
    port.postMessage({progress: [part, 1000]} satisfies Report);
    // Others get a turn, who says stop among them.
    await new Promise((resolve) => setTimeout(resolve));
  }
  if (parts !== undefined) throw new DOMException("stopped", "AbortError");
  if (wait) await stopped;
}

expose({
  load: async (given, port) => {
    request = given;
    port.postMessage({progress: [1, 1]} satisfies Report);
    if (given.src.startsWith("slow")) hold(900);
    if (given.src.startsWith("endless")) {
      read({reading: "tokenizer", of: null});
      hold(600_000);
    }
    if (!given.files)
      port.postMessage({fetched: new File(["weights"], "model.gguf")} satisfies Report);
    over(port);
    return outcome({name: "hanging", backend: "onnx", reason: "a test"} as unknown as ModelInfo);
  },
  ask: async (_question, [order], _options, port) => {
    asked++;
    try {
      await obey(order as Order, port);
      const files = request!.files?.map((file) => file.name) ?? [];
      return outcome<Told>({worker: name, asked, files, src: request!.src});
    } catch (error) {
      const {message} = error as Error;
      return {failure: {name: "AbortError", code: null, message}};
    } finally {
      over(port);
    }
  },
  dispose: () => undefined
} satisfies Engine);
