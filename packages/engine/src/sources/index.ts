export {chosenIn, withChoice} from "./chat-choice.ts";
export {describeSource, type SourceDescription} from "./describe-source.ts";
export {isExport} from "./exports/export-names.ts";
export {partsOfExport} from "./exports/parts-of-export.ts";
export {openSource, type ModelSource, type Source, type SourceOptions} from "./open-source.ts";
export {
  keepFiles,
  listModelsIn,
  removeModel,
  type CachedModel,
  type FetchProgress
} from "./remote/cached-model.ts";
export {type ModelRecord} from "./remote/model-record.ts";
export {isFileName, isModelName, recordName} from "./remote/names.ts";
export {describeRemote, fetchRemote, isRemote, usualStore} from "./remote/remote-source.ts";
export {nameRemote, type RemoteName} from "./remote/name-remote.ts";
export {type RemoteModel, type RemoteOptions} from "./remote/remote-model.ts";
export type {Part, Store} from "./remote/store.ts";
export {tellsFormat} from "./absent.ts";
export {isFileOfModel, isInnerFolder} from "./model-files.ts";
export {bytesOfAll} from "./tally.ts";
export {embeddedModels, type EmbeddedModel} from "./embedded.ts";
export {listModels, type ListedModel} from "./list-models.ts";
