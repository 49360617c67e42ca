/** Cells that name a model: which there are, and what a new one would be called. */
import {setText} from "@ecco/runtime/document";
import type {Notebook} from "@ecco/runtime/document";

export interface ModelCell {
  readonly id: number;
  /** What the cell calls it; null where it does not. */
  readonly name: string | null;
  /** The model it names now. */
  readonly src: string;
  /** Where the name stands in the cell's text, quotes included. */
  readonly from: number;
  readonly to: number;
}

/** Comments and texts come first, so that a call within them is none. */
const tokens =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|\becco\s*\.\s*model\(\s*(?<src>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`\\$]*`)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`/g;
const named = /\b(?:const|let|var)\s+([\p{L}_$][\p{L}\p{N}_$]*)\s*=\s*(?:await\s+)?$/u;

/** Returns the cells that say `ecco.model("…")`, the first such call of each. */
export function modelCells({cells}: Notebook): readonly ModelCell[] {
  return cells.flatMap(({id, type, text}): readonly ModelCell[] => {
    if (type !== "js" && type !== "ts") return [];
    for (const match of text.matchAll(tokens)) {
      const src = match.groups?.["src"];
      if (src === undefined) continue;
      const to = match.index + match[0].length;
      const name = named.exec(text.slice(0, match.index))?.[1] ?? null;
      return [{id, name, src: unquoted(src), from: to - src.length, to}];
    }
    return [];
  });
}

/** Returns the notebook whose cell names another model. */
export function withModel(notebook: Notebook, {id, from, to}: ModelCell, src: string): Notebook {
  const {text} = notebook.cells.find((cell) => cell.id === id)!;
  return setText(notebook, id, text.slice(0, from) + JSON.stringify(src) + text.slice(to));
}

/** Words that cannot name a value, or already name one in every cell. */
const taken =
  "await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield arguments eval undefined ecco display view html svg md Inputs Generators Mutable width dark now invalidation visibility window document self".split(
    " "
  );

/** Returns a name for a model that no cell mentions: `model`, else one like the model's own, else with a number. */
export function freeName({cells}: Notebook, src: string): string {
  const used = new Set([
    ...taken,
    ...cells.flatMap(({text}) => text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [])
  ]);
  const last = src.split(/[/:]/).findLast(Boolean) ?? "";
  const words = last.replace(/\.(?:gguf|safetensors)$/i, "").match(/[A-Za-z][A-Za-z0-9]*/g) ?? [];
  const own = words[0] === undefined ? "model" : words[0][0]!.toLowerCase() + words[0].slice(1);
  for (const name of ["model", own]) if (!used.has(name)) return name;
  for (let n = 2; ; n++) if (!used.has(own + n)) return own + n;
}

function unquoted(literal: string): string {
  const inner = literal.slice(1, -1);
  return inner.replaceAll(/\\(.)/g, "$1");
}
