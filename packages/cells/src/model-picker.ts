/** Choosing a model, for pages that show more than views. */
export {ConnectedModelPicker} from "./elements/model-picker.ts";
export {configure} from "./settings.ts";
export {filesOfModel} from "./shelf/files-of-model.ts";
export {TokenWanted} from "./shelf/shelf.ts";
export type {Described, Shelf, ShelfCall} from "./shelf/shelf.ts";
export {format, transferText} from "@ecco/viz";
export type {ModelEntry, ModelTransfer} from "@ecco/viz";
