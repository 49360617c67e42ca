export {exportNotebook, importNotebook, readable, writable} from "./formats.ts";
export type {Readable, Writable} from "./formats.ts";
export type {Imported, Notice} from "./foreign.ts";
