export {describeSource, type SourceDescription} from "./describe-source.ts";
export {openSource, type ModelSource, type Source, type SourceOptions} from "./open-source.ts";
export {
  keepFiles,
  listModelsIn,
  removeModel,
  type CachedModel,
  type FetchProgress,
  type ModelRecord
} from "./remote/cached-model.ts";
export {
  describeRemote,
  fetchRemote,
  isRemote,
  usualStore,
  type RemoteModel,
  type RemoteOptions
} from "./remote/remote-source.ts";
export type {Part, Store} from "./remote/store.ts";
export {embeddedModels, type EmbeddedModel} from "./embedded.ts";
export {listModels, type ListedModel} from "./list-models.ts";
