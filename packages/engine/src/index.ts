export type * from "./api.ts";
export type * from "./results.ts";
export {
  DeviceError,
  EccoError,
  InputError,
  ShapeError,
  SourceError,
  UnsupportedError,
  type ErrorCode
} from "./errors.ts";
export {architectures} from "./architectures/index.ts";
export type {Architecture} from "./architectures/architecture.ts";
export type {Memory} from "./backends/memory.ts";
export type * from "./explain/attribution/options.ts";
export type * from "./explain/attribution/results.ts";
export {attributionMethods} from "./explain/attribution/methods/index.ts";
export type {QuadratureRule} from "./explain/attribution/quadrature.ts";
export type * from "./explain/causal/options.ts";
export type * from "./explain/causal/results.ts";
export {amplify, inhibit, steer, steeringVector} from "./explain/causal/steering.ts";
export {createModel, loadModel} from "./model.ts";
export * from "./sources/index.ts";
export {readSafetensors} from "./weights/safetensors.ts";
export {writeSafetensors} from "./weights/write-safetensors.ts";
export {version} from "./version.ts";
