export {openSource, type Source, type SourceOptions} from "./open-source.ts";
export {embeddedModels, type EmbeddedModel} from "./embedded.ts";
export {listModels, type ListedModel} from "./list-models.ts";
