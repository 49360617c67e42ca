/** What a cell compiles to; a part of a text that is not JavaScript spoils only its own place. */
import type {Diagnostic} from "./diagnostic.ts";
import {transpileAs} from "./kit.ts";
import type {Mode, Transpiled} from "./kit.ts";
import {findParts, withTagCalls} from "./template-parts.ts";
import {ownName, withOwnTag} from "./template-tags.ts";

export interface TranspiledCell extends Transpiled {
  /** What is wrong with parts of a text, which say so at their place. */
  readonly faults: readonly Diagnostic[];
}

/** Returns what a cell compiles to. Throws SyntaxError, with the place in `loc` or in the message. */
export function transpileCell(text: string, mode: Mode): TranspiledCell {
  if (mode === "js") return {...transpileAs(text, mode), faults: []};
  const own = ownName(text);
  const parts = findParts(text);
  const made = withTagCalls(text, parts, own);
  const other = mode === "md" ? "html" : "md";
  const transpiled = withOwnTag(transpileAs(made, mode), mode, own, (name) =>
    // As a template of the other kind, it reads that name in an expression or not at all.
    transpileAs(made, other).inputs.includes(name)
  );
  return {...transpiled, faults: parts.flatMap(({fault}) => (fault ? [fault] : []))};
}
