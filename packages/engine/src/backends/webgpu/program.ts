/** A compiled graph: one submission and one read-back a run. */
import {DeviceError, ShapeError} from "../../errors.ts";
import {bind, sizeOf} from "../../graph/shape.ts";
import type {Node} from "../../graph/node.ts";
import {plan as makePlan} from "../../schedule/plan.ts";
import type {Dims, Program, Tensor} from "../backend.ts";
import type {Buffers} from "./buffers.ts";
import type {Gpu} from "./device.ts";
import {bytesText, text} from "./device.ts";
import {kernelOf} from "./kernels/kernel-of.ts";
import {createLayouts} from "./layout.ts";
import type {Layout} from "./layout.ts";
import type {Pipelines} from "./pipelines.ts";

/** What all programs of a backend share. */
export interface Shared {
  readonly gpu: Gpu;
  readonly buffers: Buffers;
  readonly pipelines: Pipelines;
  /** Runs one piece of work after the other. */
  readonly queue: <T>(work: () => Promise<T>) => Promise<T>;
  /** The place of a symbol among the lengths. */
  readonly slotOf: (symbol: string) => number;
  readonly symbols: ReadonlyMap<string, number>;
}

export interface GpuProgram extends Program {
  /** How many kernels a run submits. */
  readonly dispatches: number;
}

/** 16 symbols of 4 bytes. */
const LENGTHS = 64;
const READ = 0x1;

interface Output {
  readonly name: string;
  readonly shape: readonly number[];
  readonly integers: boolean;
  readonly storage: number;
  readonly offset: number;
  readonly bytes: number;
}

export function createProgram(outputs: Readonly<Record<string, Node>>, shared: Shared): GpuProgram {
  const {gpu, buffers, pipelines, queue, slotOf} = shared;
  const {device} = gpu;
  const plan = makePlan(outputs, {
    maxReads: device.limits.maxStorageBuffersPerShaderStage - buffers.mostParts
  });
  const context = {
    places: plan.places,
    storedAs: (name: string) => buffers.storedAs(name),
    partsOf: (name: string) => buffers.partsOf(name),
    slotOf,
    software: gpu.software
  };
  for (const node of plan.steps.flatMap(({reads}) => reads))
    if (node.op === "parameter") buffers.storedAs(node.attributes.name); // throws for one that is missing
  const kernels = plan.steps.map((step) => kernelOf(step, context));
  let uniforms: GPUBuffer | undefined;
  const layouts = createLayouts({
    device,
    plan,
    kernels,
    pipelines,
    buffers,
    uniforms: () => (uniforms ??= buffers.uniforms(LENGTHS))
  });
  let disposed = false;

  function write(layout: Layout, feeds: ReadonlyMap<string, Tensor>, dims: Dims): void {
    const lengths = new Uint32Array(LENGTHS / 4);
    for (const [symbol, slot] of shared.symbols) lengths[slot] = dims[symbol] ?? 0;
    if (uniforms) device.queue.writeBuffer(uniforms, 0, lengths);
    for (const node of plan.inputs) {
      const {storage} = plan.places.get(node)!;
      const data = feeds.get(node.attributes.name)!.data;
      const wanted = node.dtype === "i32" ? integers(data) : floats(data);
      device.queue.writeBuffer(layout.bufferOf(storage.id), 0, wanted as Float32Array<ArrayBuffer>);
    }
  }

  function outputsAt(dims: Dims): Output[] {
    let offset = 0;
    return [...plan.outputs].map(([name, {node, shape}]) => {
      const bound = bind(shape, dims);
      const bytes = 4 * sizeOf(bound);
      const {storage} = plan.places.get(node)!;
      const output = {
        name,
        shape: bound,
        integers: node.dtype === "i32",
        storage: storage.id,
        offset,
        bytes
      };
      offset += bytes;
      return output;
    });
  }

  function submit(layout: Layout, results: readonly Output[], staging: GPUBuffer): void {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    let last: GPUComputePipeline | undefined;
    for (const {pipeline, bindings, x, y} of layout.dispatches) {
      if (pipeline !== last) pass.setPipeline(pipeline);
      last = pipeline;
      pass.setBindGroup(0, bindings);
      pass.dispatchWorkgroups(x, y);
    }
    pass.end();
    for (const {storage, offset, bytes} of results) {
      if (bytes > 0)
        encoder.copyBufferToBuffer(layout.bufferOf(storage), 0, staging, offset, bytes);
    }
    device.queue.submit([encoder.finish()]);
  }

  async function run(
    feeds: ReadonlyMap<string, Tensor>,
    dims: Dims,
    signal: AbortSignal | undefined
  ): Promise<Map<string, Tensor>> {
    const gone = gpu.gone();
    if (gone) throw new DeviceError(gone);
    if (disposed) throw new DeviceError("this program was disposed; compile it again");
    const results = outputsAt(dims);
    const bytes = results.reduce((sum, output) => sum + output.bytes, 0);
    device.pushErrorScope("validation");
    device.pushErrorScope("out-of-memory");
    let failure: Promise<GPUError | null>[];
    let read: Promise<unknown> = Promise.resolve();
    let staging: GPUBuffer | undefined;
    try {
      const layout = await layouts.layout(dims);
      signal?.throwIfAborted();
      staging = buffers.staging(bytes);
      write(layout, feeds, dims);
      submit(layout, results, staging);
      read = staging.mapAsync(READ, 0, bytes);
      read.catch(() => {});
    } finally {
      failure = [device.popErrorScope(), device.popErrorScope()];
      for (const popped of failure) popped.catch(() => {});
    }
    const [memory, validation] = await Promise.all(failure);
    if (memory || validation) {
      buffers.drop();
      throw memory
        ? new DeviceError(
            `the GPU ran out of memory (${memory.message}) for results of ${bytesText(bytes)}; try a shorter text, fewer rows at once or a smaller model`,
            "memory"
          )
        : new DeviceError(`the GPU refused the work: ${validation!.message}`);
    }
    await read;
    const mapped = staging.getMappedRange(0, bytes);
    const tensors = results.map(
      ({name, shape, integers: whole, offset, bytes: size}): [string, Tensor] => {
        const copy = mapped.slice(offset, offset + size);
        return [name, {shape, data: whole ? new Int32Array(copy) : new Float32Array(copy)}];
      }
    );
    staging.unmap();
    signal?.throwIfAborted();
    return new Map(tensors);
  }

  return {
    inputs: plan.inputs,
    dispatches: plan.steps.length,
    prepare: async (dims) => void (await layouts.shaders(dims)),
    async run(feeds, dims, signal) {
      signal?.throwIfAborted();
      check(plan.inputs, feeds, dims);
      return queue(async () => {
        signal?.throwIfAborted();
        try {
          return await run(feeds, dims, signal);
        } catch (error) {
          if (signal?.aborted || error instanceof DeviceError || error instanceof ShapeError)
            throw error;
          buffers.dropStaging();
          throw new DeviceError(gpu.gone() ?? `the GPU failed: ${text(error)}`, "device", {
            cause: error
          });
        }
      });
    },
    dispose() {
      disposed = true;
      layouts.forget();
      uniforms?.destroy();
      uniforms = undefined;
    }
  };
}

function check(inputs: Program["inputs"], feeds: ReadonlyMap<string, Tensor>, dims: Dims): void {
  for (const {
    shape,
    attributes: {name}
  } of inputs) {
    const tensor = feeds.get(name);
    if (!tensor) throw new ShapeError(`input ${name} was not given`);
    const expected = bind(shape, dims);
    if (tensor.data.length !== sizeOf(expected)) {
      throw new ShapeError(
        `input ${name}: got [${tensor.shape.join(", ")}], expected [${expected.join(", ")}]`
      );
    }
  }
}

const floats = (data: Tensor["data"]): Float32Array =>
  data instanceof Float32Array ? data : Float32Array.from(data);
const integers = (data: Tensor["data"]): Int32Array =>
  data instanceof Int32Array ? data : Int32Array.from(data);
