/** The same graph, written as ONNX and run by onnxruntime-web's own WebGPU kernels. */
import * as ort from "onnxruntime-web/webgpu";
import type {Program} from "../../packages/engine/src/backends/backend.ts";
import {emit} from "../../packages/engine/src/backends/onnx/emit.ts";
import {createProgram, createQueue} from "../../packages/engine/src/backends/onnx/program.ts";
import {weightFiles} from "../../packages/engine/src/backends/onnx/weight-files.ts";
import type {Node} from "../../packages/engine/src/graph/node.ts";
import {weights} from "./atlas.ts";

/** Returns a program of onnxruntime-web on WebGPU. */
export async function onnxOnWebgpu(outputs: Readonly<Record<string, Node>>): Promise<Program> {
  const files = weightFiles();
  const emitted = emit(outputs, weights, files.locate);
  const options: ort.InferenceSession.SessionOptions = {executionProviders: ["webgpu"]};
  const session = await ort.InferenceSession.create(emitted.model, {
    ...options,
    externalData: files.used()
  });
  const runtime = {InferenceSession: ort.InferenceSession, Tensor: ort.Tensor, options};
  const failed = (error: unknown): void => {
    throw error;
  };
  return createProgram({runtime, session, emitted, queue: createQueue(), failed});
}
