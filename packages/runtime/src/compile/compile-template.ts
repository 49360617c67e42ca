/** Cells whose text is in another language, with `${…}` in it. */
import type {CellSource, CompiledCell, Compile} from "./compilation.ts";
import {refused} from "./compilation.ts";
import type {Diagnostic} from "./diagnostic.ts";
import {transpileAs} from "./kit.ts";
import type {TemplateMode, Transpiled} from "./kit.ts";
import {namedInput, namedOutput} from "./named-output.ts";
import {findParts, withTagCalls} from "./template-parts.ts";
import {ownName, withOwnTag} from "./template-tags.ts";
import type {TaggedMode} from "./template-tags.ts";

interface TranspiledText extends Transpiled {
  /** What is wrong with parts of a text, which say so at their place. */
  readonly faults: readonly Diagnostic[];
}

/** How the body of an expression begins. */
const head = " => {\nreturn (\n";

export const compileTemplate: Compile = (source, options) => {
  const mode = source.type as TemplateMode;
  if (mode === "sql") return compileSql(source, options);
  const {body, inputs, autodisplay, faults} = transpileText(source.text, mode);
  return {
    cell: {
      ...common(source, body),
      inputs,
      ...namedOutput(source),
      autodisplay: autodisplay && !source.hidden
    },
    diagnostics: faults
  };
};

/** A question to a database: what it answers is shown as a table, and the rows that are chosen in it have the name. */
const compileSql: Compile = (source) => {
  const {text, hidden = false} = source;
  const database = source.database ?? "var:db";
  const name = /^var:(.*)$/s.exec(database)?.[1];
  if (name === undefined || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
    return refused({
      message: `database=${JSON.stringify(database)} is none that a notebook in a browser can ask: define one in a cell, const db = DuckDBClient.of({rows}), and say database="var:db"`,
      place: null,
      from: null
    });
  const {body, inputs} = transpileAs(text, "sql", {hidden, database});
  return {
    cell: {
      ...common(source, body),
      inputs,
      ...(hidden ? namedOutput(source) : namedInput(source)),
      autodisplay: text.trim() !== "" && !hidden,
      absent: {
        [name]: `${name} is not defined: this cell of SQL asks the database that a cell calls ${name}; write const ${name} = DuckDBClient.of({rows}) in a cell of JavaScript`
      }
    },
    diagnostics: []
  };
};

const common = (
  {id, text}: CellSource,
  body: string
): Pick<CompiledCell, "id" | "body" | "lines"> => ({
  id,
  body,
  // Three lines stand before the text, counting from 0, and it keeps its own.
  lines: body.includes(head)
    ? [undefined, undefined, undefined, ...text.split("\n").map((_, index) => index + 1)]
    : []
});

function transpileText(text: string, mode: TaggedMode): TranspiledText {
  const own = ownName(text);
  // A value within a formula or a graph is text of it: what is wrong with one is wrong with the whole.
  const parts = mode === "md" || mode === "html" ? findParts(text) : [];
  const made = withTagCalls(text, parts, own);
  const other = mode === "html" ? "md" : "html";
  const transpiled = withOwnTag(transpileAs(made, mode), mode, own, (name) =>
    // As a template of another kind, it reads that name in an expression or not at all.
    transpileAs(made, other).inputs.includes(name)
  );
  return {...transpiled, faults: parts.flatMap(({fault}) => (fault ? [fault] : []))};
}
