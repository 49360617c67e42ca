/** Memory on the GPU: weights uploaded once, working buffers shared by all programs, one buffer to read back. */
import {largestOf} from "../../lists.ts";
import {DeviceError, ShapeError} from "../../errors.ts";
import {toFloat32} from "../../weights/decode.ts";
import {isFloat, numbersIn, weightLayouts} from "../../weights/weights.ts";
import type {Weights, WeightTensor} from "../../weights/weights.ts";
import {padBlocks, paddedBytes} from "./kernels/blocks.ts";
import {bytesText} from "./device.ts";
import type {Parts, Stored} from "./kernels/scope.ts";

/** Buffer usages, by number: the constants' object does not exist outside a browser. */
const MAP_READ = 0x1;
const COPY_SRC = 0x4;
const COPY_DST = 0x8;
const UNIFORM = 0x40;
const STORAGE = 0x80;

/** Buffers a kernel needs beside its longest parameter's: what goes in, a bias, what is added, the result. */
const BESIDE = 4;

const aligned = (bytes: number): number => Math.max(16, Math.ceil(bytes / 4) * 4);

/** Returns the bytes a weight takes on the GPU. */
export function bytesOnGpu({dtype, bytes}: Pick<WeightTensor, "dtype" | "bytes">): number {
  if (dtype === "f64") return bytes.length / 2;
  if (isFloat(dtype)) return bytes.length;
  return (numbersIn(dtype, bytes.length) / weightLayouts[dtype].numbers) * paddedBytes(dtype);
}

export class Buffers {
  readonly #device: GPUDevice;
  readonly #weights: Weights;
  readonly #largest: number;
  readonly #parameters = new Map<string, readonly GPUBuffer[]>();
  /** Working buffers, which programs share as they run one after the other; largest first. */
  readonly #slots: GPUBuffer[] = [];
  #staging: GPUBuffer | undefined;

  constructor(device: GPUDevice, weights: Weights, largest: number = Infinity) {
    this.#device = device;
    this.#weights = weights;
    this.#largest = largest;
  }

  /** Returns how a parameter is stored: as in its file, but float64 as float32. */
  storedAs(name: string): Stored {
    const {dtype} = this.#weight(name);
    return dtype === "f64" ? "f32" : dtype;
  }

  /** Returns how many buffers a parameter takes: what is longer than the largest is parted. */
  partsOf(name: string): Parts {
    const bytes = bytesOnGpu(this.#weight(name));
    return {count: Math.max(1, Math.ceil(bytes / 4 / this.#words)), words: this.#words};
  }

  get #words(): number {
    return Math.floor(Math.min(this.limit, this.#largest) / 4);
  }

  /** The bytes one parameter may take, so that kernels can read what goes with it. */
  get largestParameter(): number {
    return (this.#device.limits.maxStorageBuffersPerShaderStage - BESIDE) * this.#words * 4;
  }

  /** Of any parameter: a kernel reads one such beside what else it reads. */
  get mostParts(): number {
    return (this.#mostParts ??= Math.max(
      1,
      largestOf([...this.#weights.keys()].map((name) => this.partsOf(name).count))
    ));
  }
  #mostParts: number | undefined;

  #weight(name: string) {
    const weight = this.#weights.get(name);
    if (!weight) throw new ShapeError(`no weight called ${name}; there are ${this.#weights.size}`);
    return weight;
  }

  /** Returns a parameter's buffer, or a part of it, uploaded when first asked for. */
  parameter(name: string, part: number = 0): GPUBuffer {
    const known = this.#parameters.get(name)?.[part];
    if (known) return known;
    const weight = this.#weight(name);
    const {dtype} = weight;
    const bytes =
      dtype === "f64"
        ? new Uint8Array(toFloat32(weight).buffer)
        : isFloat(dtype)
          ? weight.bytes
          : padBlocks(dtype, weight.bytes);
    const {count, words} = this.partsOf(name);
    const made = Array.from({length: count}, (_, index) => {
      const from = index * words * 4;
      const what = count === 1 ? `weight ${name}` : `weight ${name}, part ${index + 1} of ${count}`;
      return this.#upload(what, bytes.subarray(from, count === 1 ? undefined : from + words * 4));
    });
    this.#parameters.set(name, made);
    return made[part]!;
  }

  #upload(what: string, bytes: Uint8Array): GPUBuffer {
    const buffer = this.#create(what, bytes.byteLength, STORAGE | COPY_DST);
    const whole = bytes.byteLength - (bytes.byteLength % 4);
    const source = bytes as Uint8Array<ArrayBuffer>;
    this.#device.queue.writeBuffer(buffer, 0, source, 0, whole);
    if (whole < bytes.byteLength) {
      // Writes are of whole words; the last half word is padded.
      const rest = new Uint8Array(4);
      rest.set(bytes.subarray(whole));
      this.#device.queue.writeBuffer(buffer, whole, rest);
    }
    return buffer;
  }

  /** Returns working buffers of at least these sizes, given largest first. They hold nothing between runs. */
  slots(sizes: readonly number[]): readonly GPUBuffer[] {
    return sizes.map((bytes, index) => {
      const slot = this.#slots[index];
      if (slot && slot.size >= bytes) return slot;
      slot?.destroy();
      return (this.#slots[index] = this.#create(
        "working memory",
        bytes,
        STORAGE | COPY_SRC | COPY_DST
      ));
    });
  }

  /** Returns a buffer that the host can read. */
  staging(bytes: number): GPUBuffer {
    if (this.#staging && this.#staging.size >= bytes) return this.#staging;
    this.#staging?.destroy();
    this.#staging = this.#create("results", Math.ceil(bytes * 1.25), MAP_READ | COPY_DST);
    return this.#staging;
  }

  uniforms(bytes: number): GPUBuffer {
    return this.#create("lengths", bytes, UNIFORM | COPY_DST);
  }

  /** Forgets the buffer to read back: after a failure it may be mapped still. */
  dropStaging(): void {
    this.#staging?.destroy();
    this.#staging = undefined;
  }

  /** Forgets everything: after memory ran out, buffers may be invalid. */
  drop(): void {
    for (const buffer of [...[...this.#parameters.values()].flat(), ...this.#slots])
      buffer.destroy();
    this.#parameters.clear();
    this.#slots.length = 0;
    this.dropStaging();
  }

  /** The largest buffer a kernel can use. */
  get limit(): number {
    const {maxBufferSize, maxStorageBufferBindingSize} = this.#device.limits;
    return Math.min(maxBufferSize, maxStorageBufferBindingSize);
  }

  #create(what: string, bytes: number, usage: number): GPUBuffer {
    const size = aligned(bytes);
    if (size > this.limit) {
      throw new DeviceError(
        `${what} needs a buffer of ${bytesText(size)}, this GPU allows ${bytesText(this.limit)}; try a shorter text, fewer rows at once or a smaller model`,
        "memory"
      );
    }
    return this.#device.createBuffer({label: `ecco ${what}`, size, usage});
  }
}
