import {text as readStream} from "node:stream/consumers";
import type {ProbeExample} from "@ecco/engine";
import {InputError} from "@ecco/engine/errors";
import type {ChatFlags} from "./chat-options.ts";
import {spokenOf} from "./read-input.ts";
import {readTextFile} from "./read-text.ts";
import {parseRows} from "./parse-rows.ts";

/** Labelled texts, and the fold of each where the file says. */
export interface Examples {
  readonly examples: readonly ProbeExample[];
  readonly folds: readonly number[] | null;
}

/**
 * Returns the examples of a file: .csv or .tsv with a header (text, label, and perhaps position and fold), else JSONL of
 * {text | messages | ids, label | labels, position, fold}; - reads JSONL from stdin. With flags of a conversation a text is
 * what the user says. Throws InputError naming the line.
 */
export async function readExamples(path: string, flags: ChatFlags = {}): Promise<Examples> {
  const content = path === "-" ? await readStream(process.stdin) : await readTextFile(path);
  const separator = /\.csv$/i.test(path) ? "," : /\.tsv$/i.test(path) ? "\t" : null;
  const rows = separator === null ? linesOf(content) : recordsOf(content, separator);
  const folds = rows.map(({value: {fold}}) => fold);
  const told = folds.filter((fold) => fold !== undefined).length;
  if (told > 0 && (told < rows.length || !folds.every(Number.isInteger)))
    throw new InputError(
      `${path}: got ${told} folds for ${rows.length} examples; give every one a whole number, or none`
    );
  return {
    examples: rows.map((row) => exampleOf(row, flags)),
    folds: told > 0 ? (folds as number[]) : null
  };
}

interface Row {
  readonly value: Readonly<Record<string, unknown>>;
  readonly line: number;
}

function exampleOf({value, line}: Row, flags: ChatFlags): ProbeExample {
  const {label, labels, position, fold: _fold, ...rest} = value;
  const input = spokenOf(rest, line, flags);
  if (input instanceof InputError) throw input;
  if (position !== undefined && !Number.isInteger(position))
    throw new InputError(
      `line ${line}: position: got ${typeof position === "number" ? position : JSON.stringify(position)}, expected a whole number`
    );
  if (labels !== undefined && !Array.isArray(labels))
    throw new InputError(`line ${line}: labels: expected a list, one a token`);
  if (label === undefined && labels === undefined)
    throw new InputError(`line ${line}: got no label, expected {"text": …, "label": …}`);
  const told = {label, labels, position};
  // What a label may be is the engine's to say.
  return {
    input,
    ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
  };
}

function linesOf(content: string): Row[] {
  return content.split(/\r?\n/).flatMap((text, at): Row[] => {
    if (!text.trim()) return [];
    const line = at + 1;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new InputError(`line ${line}: not JSON, expected {"text": …, "label": …}`);
    }
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new InputError(
        `line ${line}: got ${JSON.stringify(value).slice(0, 40)}, expected {"text": …, "label": …}`
      );
    return [{value: value as Row["value"], line}];
  });
}

const known = ["text", "label", "position", "fold"];

function recordsOf(content: string, separator: string): Row[] {
  const [header, ...records] = parseRows(content, separator);
  const names = header?.cells ?? [];
  if (
    !names.includes("text") ||
    !names.includes("label") ||
    !names.every((name) => known.includes(name))
  )
    throw new InputError(
      `line 1: got the columns ${names.join(", ") || "(none)"}, expected text and label, and perhaps position and fold`
    );
  return records.map(({cells, line}) => {
    if (cells.length !== names.length)
      throw new InputError(
        `line ${line}: got ${cells.length} cells, expected ${names.length} as the header has; quote cells that hold the separator`
      );
    const entries = names.map((name, at): [string, unknown] => [
      name,
      name === "position" || name === "fold" ? Number(cells[at]) : cells[at]
    ]);
    return {value: Object.fromEntries(entries), line};
  });
}
