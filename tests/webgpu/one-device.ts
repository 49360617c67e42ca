/** One device for the models of several tests: a shader that one of them had compiled is not compiled again for the next. */
import {afterAll, beforeAll, inject} from "vitest";
import {keyOf} from "../replay/laws.ts";
import type {Law} from "../replay/laws.ts";
import {slowNames} from "./kinds.ts";

let shared: Promise<GPUDevice> | undefined;

/** Compiles each text once, and stays when a model is done with it. */
function lasting(device: GPUDevice): GPUDevice {
  const modules = new Map<string, GPUShaderModule>();
  const pipelines = new Map<GPUShaderModule, Promise<GPUComputePipeline>>();
  const create = device.createShaderModule.bind(device);
  const compile = device.createComputePipelineAsync.bind(device);
  device.createShaderModule = (descriptor) => {
    const module = modules.get(descriptor.code) ?? create(descriptor);
    modules.set(descriptor.code, module);
    return module;
  };
  // What is bound follows from the text: the layout is the same too.
  device.createComputePipelineAsync = (descriptor) => {
    const {module} = descriptor.compute;
    const pipeline = pipelines.get(module) ?? compile(descriptor);
    pipelines.set(module, pipeline);
    return pipeline;
  };
  device.destroy = () => {};
  return device;
}

/** Gives all models of this file, and of the others that say so, the same device. */
export function shareDevice(): void {
  const {requestDevice} = GPUAdapter.prototype;
  beforeAll(() => {
    GPUAdapter.prototype.requestDevice = function (descriptor) {
      shared ??= requestDevice.call(this, descriptor).then(lasting);
      return shared;
    };
  });
  afterAll(() => {
    GPUAdapter.prototype.requestDevice = requestDevice;
  });
}

/**
 * Returns the models to run a law on: those that are not recorded, and *one*. All of those that run whatever is recorded
 * do so in the laws of inner values, gradients, batches and kept keys; what takes longest runs on one of them.
 */
export const namesWith = (law: Law, one: string): readonly string[] => {
  const recorded = inject("unchanged");
  return slowNames.filter((name) => name === one || !recorded[keyOf(law, "webgpu", "page", name)]);
};
