import type {InferenceSession} from "onnxruntime-common";
import {DeviceError} from "../../errors.ts";
import type {Program, Tensor} from "../backend.ts";
import type {Emitted} from "./emit.ts";
import {deviceError} from "./failures.ts";
import {feedsFor} from "./feeds.ts";
import {SILENT} from "./runtime.ts";
import type {Runtime} from "./runtime.ts";
import type {SharedTensors} from "./shared-weights.ts";

/** Runs one piece of work after the other. */
export type Queue = <T>(work: () => Promise<T>) => Promise<T>;

/** Returns a queue: each piece starts when the one before has settled, whichever way. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
}

export interface ProgramParts {
  readonly runtime: Pick<Runtime, "Tensor">;
  readonly session: InferenceSession;
  readonly emitted: Emitted;
  /** Where the weights are fed: their tensors. */
  readonly shared?: SharedTensors;
  readonly queue: Queue;
  readonly failed: (error: unknown) => void;
}

/** The runtime works in the caller's thread: after this long, in ms, others get a turn, the one who says stop among them. */
const TURN = 30;
let started = 0;

/** Gives others a turn where they had none for long. Throws the signal's reason. */
export async function turn(signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  if (performance.now() - started < TURN) return;
  await new Promise((resolve) => setTimeout(resolve));
  started = performance.now();
  signal?.throwIfAborted();
}

/** Returns a session as a program; runs wait for one another. */
export function createProgram({
  runtime,
  session,
  emitted,
  shared,
  queue,
  failed
}: ProgramParts): Program {
  let disposed = false;
  return {
    inputs: emitted.inputs,
    async run(feeds, dims, signal) {
      signal?.throwIfAborted();
      const tensors = {...feedsFor(runtime, emitted, feeds, dims), ...shared?.(emitted.weights)};
      const results = await queue(async () => {
        await turn(signal);
        if (disposed) throw new DeviceError("this ONNX program was disposed; compile it again");
        try {
          return await session.run(tensors, {logSeverityLevel: SILENT});
        } catch (error) {
          failed(error);
          throw deviceError(
            `at ${Object.entries(dims)
              .map(([name, length]) => `${name} = ${length}`)
              .join(", ")}`,
            error
          );
        }
      });
      signal?.throwIfAborted();
      return new Map(
        [...emitted.outputs].map(([name, inModel]): [string, Tensor] => {
          const {dims: shape, data} = results[inModel]!;
          return [name, {shape, data: data as Float32Array | Int32Array}];
        })
      );
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      void queue(() => session.release()).catch(failed);
    }
  };
}
