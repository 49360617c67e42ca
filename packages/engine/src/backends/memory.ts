/** What a model's weights take on a backend, told before they are put there. */
import {DeviceError} from "../errors.ts";
import type {BackendName} from "../results.ts";
import type {Weights, WeightTensor} from "../weights/weights.ts";

export interface Memory {
  readonly backend: BackendName;
  /** Of the weights, as this backend holds them. */
  readonly bytes: number;
  /** The longest of them. */
  readonly largest: {readonly name: string; readonly bytes: number};
  /** What there is at most; null where nobody says. */
  readonly limit: number | null;
  readonly fits: boolean;
  /** "540.1 MB as float32". */
  readonly message: string;
}

export interface MemoryRules {
  readonly backend: BackendName;
  readonly bytesOf: (tensor: WeightTensor) => number;
  /** How they are held, in words: "as float32". */
  readonly form: string;
  readonly limit?: number | null;
  /** What one weight may take, in bytes; defaults to the limit of all. */
  readonly each?: number;
  /** Whose limit that is: "WebAssembly". */
  readonly whose?: string;
}

/** Returns what these weights take by these rules. */
export function memoryOf(weights: Weights, rules: MemoryRules): Memory {
  const {backend, bytesOf, form, limit = null, each = Infinity, whose = "this computer"} = rules;
  let bytes = 0;
  let largest = {name: "", bytes: 0};
  for (const tensor of weights.values()) {
    const own = bytesOf(tensor);
    bytes += own;
    if (own > largest.bytes) largest = {name: tensor.name, bytes: own};
  }
  const refused =
    limit !== null && bytes > limit
      ? `the weights take ${sizeText(bytes)} ${form}, ${whose} has room for ${sizeText(limit)}`
      : largest.bytes > each
        ? `weight ${largest.name} takes ${sizeText(largest.bytes)} ${form}, ${whose} has room for ${sizeText(each)} in one`
        : null;
  const fits = refused === null;
  const message = fits
    ? `${sizeText(bytes)} ${form}`
    : `${refused}; choose another backend, a quantised file or a smaller model`;
  return {backend, bytes, largest, limit, fits, message};
}

/** Throws DeviceError for weights that do not fit, before any of them is put anywhere. */
export function checkFits(memory: Memory): Memory {
  if (!memory.fits) throw new DeviceError(memory.message, "memory");
  return memory;
}

/** Returns how many programs may hold weights of their own, where each has a copy: at least one. */
export const programsWithin = (bytes: number, room: number): number =>
  Math.max(1, Math.floor(room / Math.max(bytes, 1)));

const sizeText = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
