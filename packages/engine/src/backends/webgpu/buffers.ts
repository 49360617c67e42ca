/** Memory on the GPU: weights uploaded once, working buffers shared by all programs, one buffer to read back. */
import {DeviceError, ShapeError} from "../../errors.ts";
import {toFloat32} from "../../weights/decode.ts";
import {isFloat} from "../../weights/weights.ts";
import type {Weights} from "../../weights/weights.ts";
import {bytesText} from "./device.ts";
import type {Stored} from "./kernels/scope.ts";

/** Buffer usages, by number: the constants' object does not exist outside a browser. */
const MAP_READ = 0x1;
const COPY_SRC = 0x4;
const COPY_DST = 0x8;
const UNIFORM = 0x40;
const STORAGE = 0x80;

const aligned = (bytes: number): number => Math.max(16, Math.ceil(bytes / 4) * 4);

export class Buffers {
  readonly #device: GPUDevice;
  readonly #weights: Weights;
  readonly #parameters = new Map<string, GPUBuffer>();
  /** Working buffers, which programs share as they run one after the other; largest first. */
  readonly #slots: GPUBuffer[] = [];
  #staging: GPUBuffer | undefined;

  constructor(device: GPUDevice, weights: Weights) {
    this.#device = device;
    this.#weights = weights;
  }

  /** Returns how a parameter is stored: as in its file, but float64 and blocks as float32. */
  storedAs(name: string): Stored {
    const {dtype} = this.#weight(name);
    return isFloat(dtype) && dtype !== "f64" ? dtype : "f32";
  }

  #weight(name: string) {
    const weight = this.#weights.get(name);
    if (!weight) throw new ShapeError(`no weight called ${name}; there are ${this.#weights.size}`);
    return weight;
  }

  /** Returns a parameter's buffer, uploaded when first asked for. */
  parameter(name: string): GPUBuffer {
    const known = this.#parameters.get(name);
    if (known) return known;
    const weight = this.#weight(name);
    const kept = this.storedAs(name) === weight.dtype;
    const bytes = kept ? weight.bytes : new Uint8Array(toFloat32(weight).buffer);
    const buffer = this.#create(`weight ${name}`, bytes.byteLength, STORAGE | COPY_DST);
    const whole = bytes.byteLength - (bytes.byteLength % 4);
    const source = bytes as Uint8Array<ArrayBuffer>;
    this.#device.queue.writeBuffer(buffer, 0, source, 0, whole);
    if (whole < bytes.byteLength) {
      // Writes are of whole words; the last half word is padded.
      const rest = new Uint8Array(4);
      rest.set(bytes.subarray(whole));
      this.#device.queue.writeBuffer(buffer, whole, rest);
    }
    this.#parameters.set(name, buffer);
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
    for (const buffer of [...this.#parameters.values(), ...this.#slots]) buffer.destroy();
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
