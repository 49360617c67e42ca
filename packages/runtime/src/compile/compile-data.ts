/** Cells that hold data: JSON, and tables as CSV. Nothing of them is evaluated. */
import type {Compile} from "./compilation.ts";
import {refused} from "./compilation.ts";
import {jsonFault} from "./json-fault.ts";
import {namedOutput} from "./named-output.ts";

/** Names of what the library reads data with; no cell can define them, for they are no identifiers. */
export const dataTools = {
  rows: "rows of CSV cells",
  table: "table of CSV cells"
} as const;

export const compileJson: Compile = (source) => {
  const {id, text, hidden = false} = source;
  if (text.trim() === "") return {cell: nothing(id), diagnostics: []};
  try {
    JSON.parse(text);
  } catch {
    return refused(jsonFault(text));
  }
  return {
    cell: {
      id,
      body: `() => JSON.parse(${JSON.stringify(text)})`,
      inputs: [],
      ...namedOutput(source),
      autodisplay: !hidden,
      lines: []
    },
    diagnostics: []
  };
};

export const compileCsv: Compile = (source) => {
  const {id, text, hidden = false} = source;
  if (text.trim() === "") return {cell: nothing(id), diagnostics: []};
  const written = JSON.stringify(text);
  return {
    cell: {
      id,
      body: hidden
        ? `(rows) => rows(${written})`
        : `(rows, table, display) => {\nconst read = rows(${written});\ndisplay(table(read));\nreturn read;\n}`,
      inputs: hidden ? [dataTools.rows] : [dataTools.rows, dataTools.table, "display"],
      ...namedOutput(source),
      autodisplay: false,
      lines: []
    },
    diagnostics: []
  };
};

const nothing = (id: number) =>
  ({id, body: "() => undefined", inputs: [], outputs: [], autodisplay: false, lines: []}) as const;
