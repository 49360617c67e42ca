/** A model in a worker of its own. */
import {
  DeviceError,
  EccoError,
  InputError,
  ShapeError,
  SourceError,
  UnsupportedError
} from "@ecco/engine";
import type {ErrorCode, ModelInfo} from "@ecco/engine";
import {transfer, wrap} from "comlink";
import type {LoadRequest} from "./load-request.ts";
import {abort} from "./protocol.ts";
import type {Engine, Failure, Outcome, Report} from "./protocol.ts";
import {questions, splitAsk} from "./remote-model.ts";
import type {OpenOptions, Question, RemoteModel} from "./remote-model.ts";
import {streamed} from "../questions/streamed.ts";
import {startWorker} from "./start-worker.ts";

const errors: {readonly [C in ErrorCode]: (message: string) => EccoError} = {
  input: (message) => new InputError(message),
  source: (message) => new SourceError(message),
  unsupported: (message) => new UnsupportedError(message),
  shape: (message) => new ShapeError(message),
  memory: (message) => new DeviceError(message, "memory"),
  device: (message) => new DeviceError(message)
};

function toError({name, code, message}: Failure): Error {
  if (code) return errors[code](message);
  return name === "AbortError" ? new DOMException(message, name) : new Error(message);
}

interface Call {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((...args: never[]) => void) | undefined;
  readonly notice?: ((message: string) => void) | undefined;
}

/** A port that carries *abort* there and reports back; closed with the call. */
function open({signal, progress, notice}: Call): {
  port: MessagePort;
  /** Fulfilled when all that was said has been heard. */
  over: Promise<void>;
  close: () => void;
} {
  const {port1, port2} = new MessageChannel();
  const {promise: over, resolve} = Promise.withResolvers<void>();
  const stop = (): void => port1.postMessage(abort);
  port1.onmessage = ({data}: MessageEvent<Report>) => {
    if ("over" in data) resolve();
    else if ("notice" in data) notice?.(data.notice);
    else progress?.(...(data.progress as never[]));
  };
  signal?.addEventListener("abort", stop, {once: true});
  return {
    port: port2,
    over,
    close: () => {
      signal?.removeEventListener("abort", stop);
      // What the other end said last may still be on its way.
      setTimeout(() => port1.close(), 0);
    }
  };
}

/**
 * Returns the model, loaded in a new worker. Throws what the engine throws, with its code, and DeviceError when the
 * worker cannot be started or dies.
 */
export async function connect(
  src: string,
  {backend = "auto", models = "", notice, progress, signal}: OpenOptions
): Promise<RemoteModel> {
  signal?.throwIfAborted();
  const source: LoadRequest = {src, backend, models};
  const worker = startWorker();
  const engine = wrap<Engine>(worker);
  const lost = new Promise<Error>((resolve) => {
    worker.onerror = (event) => {
      event.preventDefault();
      const reason = event.message || "its module did not load";
      worker.terminate();
      resolve(new DeviceError(`the engine's worker stopped: ${reason}; try again`));
    };
  });
  // Only calls that are under way hear of it: a promise for all of them would keep every answer ever given.
  const underway = new Set<(error: Error) => void>();
  let ended: Error | undefined;
  void lost.then((error) => {
    ended = error;
    underway.forEach((fail) => fail(error));
  });

  let info: ModelInfo | undefined;
  async function call<T>(
    options: Call,
    ask: (port: MessagePort) => Promise<Outcome<T>>
  ): Promise<T> {
    options.signal?.throwIfAborted();
    if (ended) throw ended;
    const {port, over, close} = open(options);
    const {promise: dead, reject} = Promise.withResolvers<never>();
    dead.catch(() => undefined);
    underway.add(reject);
    try {
      const outcome = await Promise.race([ask(transfer(port, [port])), dead]);
      await Promise.race([over, dead]);
      if (outcome.failure) {
        options.signal?.throwIfAborted();
        throw toError(outcome.failure);
      }
      const {backend, reason, value} = outcome;
      if (info) info = {...info, backend, reason};
      return value;
    } finally {
      underway.delete(reject);
      close();
    }
  }

  try {
    info = await call(
      {signal, progress, notice},
      (port) => engine.load(source, port) as Promise<Outcome<ModelInfo>>
    );
  } catch (error) {
    worker.terminate();
    throw error;
  }

  const asker =
    (question: Question) =>
    (...args: readonly unknown[]): Promise<unknown> => {
      const {inputs, options} = splitAsk<Call>(question, args);
      const {signal, progress, notice: _, ...rest} = options;
      // A notice of a later moment (a lost device) has no call to travel with but this one.
      return call(
        {signal, progress, notice},
        (port) => engine.ask(question, inputs, rest, port) as Promise<Outcome<unknown>>
      );
    };
  return {
    ...Object.fromEntries(questions.map((question) => [question, asker(question)])),
    stream: streamed(asker("generate") as RemoteModel["generate"]),
    source,
    get info(): ModelInfo {
      return info!;
    },
    lost,
    dispose() {
      worker.terminate();
    }
  } as RemoteModel;
}
