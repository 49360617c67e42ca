/** From a notebook to a file of Jupyter (nbformat 4.5). */
import type {Cell, Notebook} from "../../document/notebook.ts";
import {mimes} from "../../document/notebook.ts";
import {keep} from "./kept.ts";
import type {KeptCell} from "./kept.ts";

/** What runs the cells of code: those of another language are raw there, as they do not run here. */
interface Kernel {
  readonly types: readonly string[];
  readonly metadata: object;
}

const kernels: readonly Kernel[] = [
  {
    types: [mimes.js, mimes.ts],
    metadata: {
      kernelspec: {display_name: "Deno", language: "typescript", name: "deno"},
      language_info: {file_extension: ".ts", mimetype: "text/x.typescript", name: "typescript"}
    }
  },
  {
    types: ["text/x-python"],
    metadata: {
      kernelspec: {display_name: "Python 3", language: "python", name: "python3"},
      language_info: {file_extension: ".py", mimetype: "text/x-python", name: "python"}
    }
  },
  {
    types: ["text/x-r"],
    metadata: {
      kernelspec: {display_name: "R", language: "R", name: "ir"},
      language_info: {file_extension: ".r", mimetype: "text/x-r-source", name: "R"}
    }
  }
];

/** Returns the file. Its metadata keeps our bytes: what is read from it again is the same file. */
export function writeIpynb(notebook: Notebook): string {
  const kernel = kernelOf(notebook.cells);
  const {file, cells} = keep(notebook);
  const written = {
    cells: notebook.cells.map((cell, index) => cellOf(cell, cells[index]!, kernel)),
    metadata: {ecco: file, ...kernel.metadata, title: notebook.title},
    nbformat: 4,
    nbformat_minor: 5
  };
  // One space, as Jupyter itself indents: what it saves differs little.
  return `${JSON.stringify(written, null, 1)}\n`;
}

/** Returns the kernel of most cells; the first one without any. */
function kernelOf(cells: readonly Cell[]): Kernel {
  const count = (kernel: Kernel): number => cells.filter((cell) => runs(cell, kernel)).length;
  return kernels.reduce((best, each) => (count(each) > count(best) ? each : best));
}

/** A script from elsewhere runs in no kernel. */
const runs = ({mime, attributes}: Cell, {types}: Kernel): boolean =>
  types.includes(typeOf(mime)) && attributes["src"] === undefined;

function cellOf(cell: Cell, ecco: KeptCell, kernel: Kernel): object {
  const {id, type, text, mime} = cell;
  const source = text === "" ? [] : text.split(/(?<=\n)/);
  const rest = {id: String(id), metadata: {ecco}, source};
  if (type === "md") return {cell_type: "markdown", ...rest};
  if (runs(cell, kernel)) return {cell_type: "code", execution_count: null, ...rest, outputs: []};
  const format = typeOf(mime);
  return {cell_type: "raw", ...rest, metadata: {ecco, ...(format ? {format} : {})}};
}

const typeOf = (mime: string): string => mime.trim().toLowerCase();
