/** The ONNX backend: any graph as an ONNX model, run by ONNX Runtime in Node, in a page or in a worker. */
import {deferred} from "../../deferred.ts";
import {DeviceError} from "../../errors.ts";
import type {Node} from "../../graph/node.ts";
import {numbersIn} from "../../weights/weights.ts";
import type {CreateBackend, Program, Waiting} from "../backend.ts";
import {checkFits, memoryOf, programsWithin} from "../memory.ts";
import {emit} from "./emit.ts";
import {deviceError, isFatal} from "./failures.ts";
import {createProgram, createQueue, turn} from "./program.ts";
import {loadRuntime, SILENT} from "./runtime.ts";
import type {Runtime} from "./runtime.ts";
import {floatBytes, sharedTensors, sharesWeights} from "./shared-weights.ts";
import {weightFiles} from "./weight-files.ts";

/** What the weights may take: most of WebAssembly's 4 GiB, or of this computer's memory. */
function roomFor({readsInPlace}: Runtime): {readonly limit: number; readonly whose: string} {
  if (!readsInPlace) return {limit: 3.5e9, whose: "WebAssembly"};
  const {totalmem} = process.getBuiltinModule("node:os");
  return {limit: 0.9 * totalmem(), whose: "this computer"};
}

/** Bytes of float32 weights below which one thread is fastest: waking others costs more than their help. */
const SMALL = 64e6;

/** On one thread; measured on SmolLM2 (0.65 and 2.2 s forward for 256 tokens). */
const perSecond = ({readsInPlace}: Runtime): number => (readsInPlace ? 80e9 : 25e9);

/**
 * Returns a backend on ONNX Runtime. `threads` defaults to 1 for small models (atlas, T = 16: 1.7 ms on one thread, as
 * long on two, and over twice that where others use the cores) and to the runtime's choice for large ones.
 */
export const createOnnx: CreateBackend = async ({weights, threads}) => {
  const runtime = await loadRuntime(threads ?? (floatBytes(weights) < SMALL ? 1 : undefined));
  const {promise: lost, resolve: lose} = deferred<string>();
  const memory = checkFits(
    memoryOf(weights, {
      backend: "onnx",
      bytesOf: ({dtype, bytes}) => numbersIn(dtype, bytes.byteLength) * 4,
      form: "as float32",
      ...roomFor(runtime)
    })
  );
  const queue = createQueue();
  const files = weightFiles();
  const shared = sharesWeights(weights) ? sharedTensors(weights, runtime) : undefined;
  const programs = new Set<Program>();
  let disposed = false;
  const failed = (error: unknown): void => {
    if (isFatal(error)) lose(deviceError("and stopped", error).message);
  };

  async function compile(
    outputs: Readonly<Record<string, Node>>,
    {started, signal}: Waiting = {}
  ): Promise<Program> {
    const emitted = emit(outputs, weights, shared ? "fed" : files.locate);
    const externalData = files.used();
    const session = await queue(async () => {
      // Others get a turn, who says stop among them: the runtime prepares in this thread, and cannot be broken off.
      await turn(signal);
      if (disposed) throw new DeviceError("this ONNX backend was disposed; load the model again");
      started?.(emitted.nodes);
      try {
        return await runtime.InferenceSession.create(emitted.model, {
          ...runtime.options,
          // What the other levels would fuse is emitted as one node; looking for it takes longer than all the rest.
          graphOptimizationLevel: "basic",
          logSeverityLevel: SILENT,
          externalData
        });
      } catch (error) {
        failed(error);
        throw deviceError(
          `while it prepared ${Object.keys(outputs).slice(0, 5).join(", ")}`,
          error
        );
      }
    });
    const program = createProgram({
      runtime,
      session,
      emitted,
      queue,
      failed,
      ...(shared ? {shared} : {})
    });
    programs.add(program);
    if (disposed) program.dispose();
    return {
      ...program,
      dispose() {
        programs.delete(program);
        program.dispose();
      }
    };
  }

  return {
    name: "onnx",
    memory,
    operationsPerSecond: perSecond(runtime),
    // Programs that are not fed the weights hold a copy each.
    ...(shared
      ? {}
      : {mostPrograms: programsWithin(memory.bytes, runtime.readsInPlace ? 4e9 : 2.5e9)}),
    lost,
    compile,
    dispose() {
      disposed = true;
      for (const program of programs) program.dispose();
      programs.clear();
    }
  };
};
