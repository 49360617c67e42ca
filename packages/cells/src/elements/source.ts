/** Ways to say which model. */
import type {ModelSource} from "./group.ts";

/** A name or address, or what `ecco.model()` returned. */
export type ModelLike = string | ModelSource;

/** Returns the source of a model, on *backend* where that is given. */
export function toSource(model: ModelLike, backend?: string): ModelSource {
  const {src, models, ...rest} = typeof model === "string" ? ({src: model} as ModelSource) : model;
  const chosen = backend ?? rest.backend;
  return {
    src,
    ...(chosen === undefined ? {} : {backend: chosen}),
    ...(models === undefined ? {} : {models})
  };
}
