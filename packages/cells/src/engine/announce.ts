/** Says on the page which engine runs, and what it costs. */
import type {BackendName} from "@ecco/engine";
import type {RemoteModel} from "./remote-model.ts";

/** Detail of the event `ecco-engine` on `document`: sent when a model is ready, after every run, and with every notice. */
export interface EngineDetail {
  readonly backend: BackendName;
  /** Why this backend, in words. */
  readonly reason: string;
  readonly model: string;
  /** How many numbers the model has learned. */
  readonly weights: number;
  /** Of loading, or of the last run. */
  readonly milliseconds: number;
  /** What was said last about backends passed over or lost; null when nothing was. */
  readonly notice: string | null;
}

const titles: {readonly [N in BackendName]: string} = {
  webgpu: "WebGPU",
  onnx: "WebAssembly",
  reference: "the reference backend"
};

/** Returns a backend in words. */
export const backendTitle = (backend: BackendName): string => titles[backend];

/** Dispatches `ecco-engine` on document. */
export function announce(
  {info: {backend, reason, name, weights}}: RemoteModel,
  milliseconds: number,
  notice: string | null
): void {
  const detail: EngineDetail = {backend, reason, model: name, weights, milliseconds, notice};
  document.dispatchEvent(new CustomEvent("ecco-engine", {detail}));
}
