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
export {deferred, type Deferred} from "./deferred.ts";
export {architectures} from "./architectures/index.ts";
export type {Architecture} from "./architectures/architecture.ts";
export type {Memory} from "./backends/memory.ts";
export type * from "./explain/attribution/options.ts";
export type * from "./explain/attribution/results.ts";
export type * from "./explain/dominance/results.ts";
export type * from "./explain/neurons/options.ts";
export type * from "./explain/neurons/results.ts";
export {attributionMethods} from "./explain/attribution/methods/index.ts";
export type {QuadratureRule} from "./explain/attribution/quadrature.ts";
export type * from "./explain/sentences/options.ts";
export type * from "./explain/sentences/results.ts";
export type * from "./explain/spaces/options.ts";
export type * from "./explain/spaces/results.ts";
export {cca, type Cca} from "./analysis/cca.ts";
export {cka, type CkaKind} from "./analysis/cka.ts";
export {controlLabels} from "./analysis/control-task.ts";
export {
  crossValidate,
  type CrossValidation,
  type CrossValidationOptions
} from "./analysis/cross-validate.ts";
export {stratifiedFolds} from "./analysis/folds.ts";
export {pca, type Pca, type PcaOptions} from "./analysis/pca.ts";
export {
  predict,
  probabilitiesOf,
  probe,
  type Probe,
  type ProbeOptions as ProbeTraining
} from "./analysis/probe.ts";
export {pwcca, type PwccaOptions, type PwccaVariant} from "./analysis/pwcca.ts";
export {kendall, pearson, spearman} from "./analysis/rank-correlation.ts";
export {samplesOf, type Samples} from "./analysis/samples.ts";
export {svcca, type SvccaOptions} from "./analysis/svcca.ts";
export {umap, type UmapOptions} from "./analysis/umap.ts";
export type * from "./explain/causal/options.ts";
export {patchSites} from "./explain/causal/options.ts";
export type * from "./explain/causal/results.ts";
export {amplify, inhibit, steer, type SteerOptions} from "./explain/causal/steering.ts";
export {steeringVector, type SteeringOptions} from "./explain/causal/steering-vector.ts";
export type * from "./explain/conductance/options.ts";
export type * from "./explain/conductance/results.ts";
export type {RowSum} from "./explain/sums.ts";
export type * from "./explain/direct/options.ts";
export type * from "./explain/direct/results.ts";
export type * from "./explain/lens/options.ts";
export type * from "./explain/lens/results.ts";
export {readTranslators} from "./explain/lens/translators.ts";
export {keptPositions, withoutNames, type Without} from "./explain/without.ts";
export type * from "./explain/score/options.ts";
export type * from "./explain/score/results.ts";
export {createModel, loadModel} from "./model.ts";
export * from "./sources/index.ts";
export {readSafetensors} from "./weights/safetensors.ts";
export {writeSafetensors} from "./weights/write-safetensors.ts";
export {
  doingOf,
  overdue,
  readingLimits,
  watchReading,
  type Reading,
  type ReadingLimits,
  type ReadingWatch
} from "./tokenizers/time-limit.ts";
export {version} from "./version.ts";
