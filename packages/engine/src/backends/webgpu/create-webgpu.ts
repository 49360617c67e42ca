/** The WebGPU backend: the graph as a few fused kernels of our own, one submission a run. */
import type {Backend, CreateBackend, Waiting} from "../backend.ts";
import {DeviceError, UnsupportedError} from "../../errors.ts";
import type {Node} from "../../graph/node.ts";
import {checkFits, memoryOf} from "../memory.ts";
import {Buffers, bytesOnGpu} from "./buffers.ts";
import {openDevice} from "./device.ts";
import {createPipelines} from "./pipelines.ts";
import {createProgram} from "./program.ts";
import type {GpuProgram, Shared} from "./program.ts";

/** Of a laptop's GPU with kernels of our own, and of a software adapter. */
const perSecond = (software: boolean): number => (software ? 5e9 : 300e9);

/** As many lengths as the uniforms hold. */
const MOST_SYMBOLS = 16;

export interface GpuBackend extends Backend {
  compile(outputs: Readonly<Record<string, Node>>, waiting?: Waiting): Promise<GpuProgram>;
}

/** Returns the backend on the best adapter. Throws DeviceError saying why there is none. */
export const createWebgpu = (async ({weights, largestBuffer}): Promise<GpuBackend> => {
  const gpu = await openDevice();
  const buffers = new Buffers(gpu.device, weights, largestBuffer);
  // How much memory a GPU has it does not tell; how large its buffers are, and how many a kernel reads, it does.
  const memory = memoryOf(weights, {
    backend: "webgpu",
    bytesOf: bytesOnGpu,
    form: "in the file's own types",
    each: buffers.largestParameter,
    whose: "this GPU"
  });
  if (!memory.fits) gpu.device.destroy();
  checkFits(memory);
  const symbols = new Map<string, number>();
  let last: Promise<unknown> = Promise.resolve();
  const shared: Shared = {
    gpu,
    buffers,
    pipelines: createPipelines(gpu.device),
    symbols,
    slotOf(symbol) {
      const known = symbols.get(symbol);
      if (known !== undefined) return known;
      if (symbols.size === MOST_SYMBOLS)
        throw new UnsupportedError(
          `a graph has ${MOST_SYMBOLS} symbolic lengths at most; got ${symbol} beyond ${[...symbols.keys()].join(", ")}`
        );
      symbols.set(symbol, symbols.size);
      return symbols.size - 1;
    },
    queue(work) {
      const next = last.then(work, work);
      last = next.catch(() => {});
      return next;
    }
  };
  return {
    name: "webgpu",
    memory,
    operationsPerSecond: perSecond(gpu.software),
    lost: gpu.lost,
    async compile(outputs, waiting) {
      const gone = gpu.gone();
      if (gone) throw new DeviceError(gone);
      const program = createProgram(outputs, shared);
      waiting?.started?.(program.dispatches);
      return program;
    },
    dispose() {
      shared.buffers.drop();
      gpu.device.destroy();
    }
  };
}) satisfies CreateBackend;
