/** Observable's inputs; the files that `Inputs.file` gives can be read as a notebook reads files. */
import * as inputs from "@observablehq/inputs";
import {readableFile} from "./files/readable-file.ts";

interface FileOptions {
  /** What becomes of a file that was chosen: the value, or one of the values. */
  readonly transform?: (file: File) => unknown;
  readonly [option: string]: unknown;
}

/** The package ships no types. */
const {file: chooseFile} = inputs as unknown as {
  readonly file: (options: FileOptions) => HTMLElement;
};

const file = ({transform = (each) => each, ...options}: FileOptions = {}): HTMLElement =>
  chooseFile({...options, transform: (each) => transform(readableFile(each))});

export const Inputs = {...inputs, file};
