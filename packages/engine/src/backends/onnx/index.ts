/** The ONNX backend: any graph as an ONNX model, run by ONNX Runtime in Node, in a page or in a worker. */
import type {Node} from "../../graph/node.ts";
import type {CreateBackend, Program} from "../backend.ts";
import {emit} from "./emit.ts";
import {deviceError, isFatal} from "./failures.ts";
import {createProgram, createQueue} from "./program.ts";
import {loadRuntime, SILENT} from "./runtime.ts";
import {weightFiles} from "./weight-files.ts";

export const createOnnx: CreateBackend = async ({weights, threads}) => {
  const runtime = await loadRuntime(threads);
  const {promise: lost, resolve: lose} = Promise.withResolvers<string>();
  const queue = createQueue();
  const files = weightFiles();
  const programs = new Set<Program>();
  const failed = (error: unknown): void => {
    if (isFatal(error)) lose(deviceError("and stopped", error).message);
  };

  async function compile(outputs: Readonly<Record<string, Node>>): Promise<Program> {
    const emitted = emit(outputs, weights, files.locate);
    const externalData = files.used();
    const session = await queue(async () => {
      try {
        return await runtime.InferenceSession.create(emitted.model, {
          ...runtime.options, graphOptimizationLevel: "all", logSeverityLevel: SILENT, externalData
        });
      } catch (error) {
        failed(error);
        throw deviceError(`while it prepared ${Object.keys(outputs).slice(0, 5).join(", ")}`, error);
      }
    });
    const program = createProgram({runtime, session, emitted, queue, failed});
    programs.add(program);
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
    lost,
    compile,
    dispose() {
      for (const program of programs) program.dispose();
      programs.clear();
    }
  };
};
