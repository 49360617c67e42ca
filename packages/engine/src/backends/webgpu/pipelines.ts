/** Compiled shaders, one for each text, shared by all programs of a device. */
import {DeviceError} from "../../errors.ts";
import {text as messageOf} from "./device.ts";
import type {Shader} from "./kernels/kernel.ts";

const COMPUTE = 0x4;

export interface Pipelines {
  /** Returns the shader compiled. Throws DeviceError with the compiler's message. */
  pipeline(shader: Shader): Promise<GPUComputePipeline>;
  /** Returns the layout of its bindings: buffers read, buffers written, lengths. */
  layout(shader: Shader): GPUBindGroupLayout;
  /** How many were compiled. */
  readonly size: number;
}

export function createPipelines(device: GPUDevice): Pipelines {
  const compiled = new Map<string, Promise<GPUComputePipeline>>();
  const layouts = new Map<string, GPUBindGroupLayout>();

  function layout({reads, writes}: Shader): GPUBindGroupLayout {
    const key = `${reads.length},${writes.length}`;
    const known = layouts.get(key);
    if (known) return known;
    const types: GPUBufferBindingType[] = [
      ...reads.map(() => "read-only-storage" as const),
      ...writes.map(() => "storage" as const),
      "uniform"
    ];
    const made = device.createBindGroupLayout({
      entries: types.map((type, binding) => ({binding, visibility: COMPUTE, buffer: {type}}))
    });
    layouts.set(key, made);
    return made;
  }

  async function compile(shader: Shader): Promise<GPUComputePipeline> {
    const module = device.createShaderModule({code: shader.text});
    try {
      return await device.createComputePipelineAsync({
        layout: device.createPipelineLayout({bindGroupLayouts: [layout(shader)]}),
        compute: {module, entryPoint: "main"}
      });
    } catch (error) {
      const {messages} = await module.getCompilationInfo();
      const first = messages.find(({type}) => type === "error")?.message;
      throw new DeviceError(
        `the GPU did not accept a kernel: ${first ?? messageOf(error)}`,
        "device",
        {
          cause: error
        }
      );
    }
  }

  return {
    layout,
    pipeline(shader) {
      const known = compiled.get(shader.text);
      if (known) return known;
      const made = compile(shader);
      compiled.set(shader.text, made);
      made.catch(() => compiled.delete(shader.text));
      return made;
    },
    get size() {
      return compiled.size;
    }
  };
}
