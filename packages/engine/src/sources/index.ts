export {openSource, type Source, type SourceOptions} from "./open-source.ts";
export {
  defaultModels,
  embeddedModels,
  isEmbedded,
  nearestName,
  type EmbeddedModel
} from "./embedded.ts";
export {listModels, type ListedModel} from "./list-models.ts";
