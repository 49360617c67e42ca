/** A model in a worker of its own; where what was stopped cannot be broken off, in a new one. */
import {readingLimits} from "@ecco/engine";
import type {ModelInfo, ReadingLimits} from "@ecco/engine";
import type {LoadRequest} from "./load-request.ts";
import type {Outcome} from "./protocol.ts";
import {questions, splitAsk} from "./remote-model.ts";
import type {OpenOptions, Question, RemoteModel} from "./remote-model.ts";
import {streamed} from "../questions/streamed.ts";
import type {Hearing} from "./engine-worker.ts";
import {startWorker} from "./start-worker.ts";
import type {EngineThread} from "./starting-worker.ts";
import {WorkerHost} from "./worker-host.ts";

/**
 * Returns the model, loaded in a new worker. Throws what the engine throws, with its code, and DeviceError when the
 * worker cannot be started or dies. *start* starts a worker, the first and those that take its place; *limits* are those
 * of what the model's own patterns may take.
 */
export async function connect(
  src: string,
  {backend = "auto", models = "", notice, progress, signal}: OpenOptions,
  start: () => EngineThread = startWorker,
  limits: ReadingLimits = readingLimits
): Promise<RemoteModel> {
  signal?.throwIfAborted();
  const source: LoadRequest = {src, backend, models};
  const host = new WorkerHost(source, start, limits);
  await host.load({signal, progress, notice});
  const asker =
    (question: Question) =>
    (...args: readonly unknown[]): Promise<unknown> => {
      const {inputs, options} = splitAsk<Hearing>(question, args);
      const {signal: stop, progress: tell, preparing, notice: _, ...rest} = options;
      // A notice of a later moment (a lost device) has no call to travel with but this one.
      return host.call(
        {signal: stop, progress: tell, preparing, notice},
        [inputs, rest],
        (engine, port) => engine.ask(question, inputs, rest, port) as Promise<Outcome<unknown>>
      );
    };
  return {
    ...Object.fromEntries(questions.map((question) => [question, asker(question)])),
    stream: streamed(asker("generate") as RemoteModel["generate"]),
    source,
    get info(): ModelInfo {
      return host.info;
    },
    lost: host.lost,
    dispose: () => host.dispose()
  } as RemoteModel;
}
