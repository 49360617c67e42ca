/** A plan with its lengths bound: kernels compiled, buffers assigned, everything a run only has to submit. */
import {largestOf} from "../../lists.ts";
import {DeviceError} from "../../errors.ts";
import {bind, sizeOf} from "../../graph/shape.ts";
import type {Shape} from "../../graph/node.ts";
import {assignMemory, holds} from "../../schedule/memory.ts";
import type {Assignment} from "../../schedule/memory.ts";
import type {Plan} from "../../schedule/plan.ts";
import type {Dims} from "../backend.ts";
import type {Buffers} from "./buffers.ts";
import {bytesText} from "./device.ts";
import type {Kernel, Shader} from "./kernels/kernel.ts";
import type {Pipelines} from "./pipelines.ts";

/** Along one axis of a dispatch, by the standard. */
const MOST_GROUPS = 65_535;

interface Dispatch {
  readonly pipeline: GPUComputePipeline;
  readonly bindings: GPUBindGroup;
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly dispatches: readonly Dispatch[];
  readonly buffers: readonly GPUBuffer[];
  /** Returns the buffer a storage lives in. */
  readonly bufferOf: (storage: number) => GPUBuffer;
}

interface Compiled {
  readonly shader: Shader;
  readonly pipeline: GPUComputePipeline;
}

export interface LayoutParts {
  readonly device: GPUDevice;
  readonly plan: Plan;
  readonly kernels: readonly Kernel[];
  readonly pipelines: Pipelines;
  readonly buffers: Buffers;
  readonly uniforms: () => GPUBuffer;
}

/** Returns a function from lengths to the layout for them, which keeps what still fits. */
export function createLayouts({device, plan, kernels, pipelines, buffers, uniforms}: LayoutParts) {
  const compiled: Map<string, Promise<Compiled>>[] = plan.steps.map(() => new Map());
  const bound: Map<
    Shader,
    {readonly buffers: readonly GPUBuffer[]; readonly group: GPUBindGroup}
  >[] = plan.steps.map(() => new Map());
  let assignment: Assignment | undefined;

  function compile(step: number, key: string, shader: () => Shader): Promise<Compiled> {
    const known = compiled[step]!.get(key);
    if (known) return known;
    const text = shader();
    const made = pipelines.pipeline(text).then((pipeline) => ({shader: text, pipeline}));
    compiled[step]!.set(key, made);
    made.catch(() => compiled[step]!.delete(key));
    return made;
  }

  /** Returns memory for these lengths: what there is when it suffices, else anew with room to grow. */
  function assign(dims: Dims): Assignment {
    const bytes = plan.storages.map(({shape}) => 4 * sizeOf(bind(shape, dims)));
    const top = Math.max(0, largestOf(bytes));
    if (top > buffers.limit) {
      throw new DeviceError(
        `a result of [${bind(plan.storages[bytes.indexOf(top)]!.shape, dims).join(", ")}] needs ${bytesText(top)}, this GPU allows ${bytesText(buffers.limit)} a buffer; try a shorter text, fewer rows at once or a smaller model`,
        "memory"
      );
    }
    if (assignment && holds(assignment, bytes)) return assignment;
    const grown = bytes.map((size, id) =>
      plan.storages[id]!.shape.some((dim) => typeof dim === "string")
        ? Math.min(size * 1.5, buffers.limit)
        : size
    );
    return assignMemory(plan.lives, grown);
  }

  /** Returns each step's kernel for these lengths, compiled. */
  const shaders = async (dims: Dims) => {
    const size = (shape: Shape): number => sizeOf(bind(shape, dims));
    return Promise.all(
      kernels.map(async (kernel, step) => {
        const {key, shader, workgroups} = kernel(size);
        return {...(await compile(step, key, shader)), workgroups};
      })
    );
  };

  const layout = async (dims: Dims): Promise<Layout> => {
    const steps = await shaders(dims);
    const next = assign(dims);
    const slots = buffers.slots(next.slots);
    assignment = next;
    const bufferOf = (storage: number): GPUBuffer => slots[next.slotOf[storage]!]!;
    const dispatches = steps.map(({shader, pipeline, workgroups}, step): Dispatch => {
      const list = [
        ...shader.reads.map(({source, part}) =>
          typeof source === "string" ? buffers.parameter(source, part) : bufferOf(source)
        ),
        ...shader.writes.map(bufferOf),
        uniforms()
      ];
      const y = Math.ceil(workgroups / MOST_GROUPS);
      return {pipeline, bindings: group(step, shader, list), x: Math.ceil(workgroups / y), y};
    });
    return {dispatches, buffers: slots, bufferOf};
  };

  function group(step: number, shader: Shader, list: readonly GPUBuffer[]): GPUBindGroup {
    const known = bound[step]!.get(shader);
    if (known?.buffers.every((buffer, index) => buffer === list[index])) return known.group;
    const made = device.createBindGroup({
      layout: pipelines.layout(shader),
      entries: list.map((buffer, binding) => ({binding, resource: {buffer}}))
    });
    bound[step]!.set(shader, {buffers: list, group: made});
    return made;
  }

  return {
    shaders,
    layout,
    /** Forgets buffers that may be gone. */
    forget(): void {
      assignment = undefined;
      for (const groups of bound) groups.clear();
    }
  };
}
