/** What the shell and the notebook frame say to each other; each side checks what it gets. */
import {cellKinds} from "@ecco/runtime/document";
import * as v from "valibot";

/** The longest there is of everything, in UTF-16 units or entries: what is longer is no message of ours. */
export const longest = {
  /** Text of a cell: a notebook is saved up to as many bytes. */
  text: 20 * 2 ** 20,
  /** What a cell is called. */
  name: 200,
  /** An error, or why a backend was chosen. */
  words: 2000,
  /** An address or another name of a model. */
  source: 4096,
  cells: 1_000_000,
  models: 10_000,
  /** A file that a notebook gives to its reader, in bytes. */
  file: 2 ** 29,
  files: 1000
} as const;

/** What a cell takes from its writer, in UTF-16 units: a text that was longer in the file may grow slowly. */
export const typed = {most: 2 * 2 ** 20, atOnce: 2 ** 16, slack: 2 ** 20} as const;

const text = (length: number) => v.pipe(v.string(), v.maxLength(length));
/** Its length is looked at before its entries: an empty list can say that it is four thousand million long. */
const list = <const S extends v.GenericSchema>(item: S, length: number) =>
  v.pipe(
    v.custom<v.InferInput<S>[]>((list) => Array.isArray(list) && list.length <= length),
    v.array(item)
  );
const id = v.pipe(v.number(), v.safeInteger());
const number = v.pipe(v.number(), v.finite());
const before = v.nullable(id);
const runnable = v.picklist(cellKinds);

const cell = v.object({
  id,
  /** raw: kept as it is, not run. */
  type: v.picklist([...cellKinds, "raw"]),
  text: text(longest.text),
  /** Counts changes of the text that did not come from the frame. */
  version: id,
  /** The text before the last of them, where the frame may have it still. */
  was: v.nullable(text(longest.text)),
  pinned: v.boolean(),
  hidden: v.boolean(),
  /** As in the file, to say what a raw cell is. */
  mime: text(longest.text),
  /** Name of its value, where an attribute says so. */
  output: v.nullable(text(longest.text)),
  /** Attribute of a cell of SQL. */
  database: v.nullable(text(longest.text))
});

const size = v.nullable(number);
/** Files on their way. */
const transfer = v.object({
  name: text(longest.source),
  loaded: number,
  total: size,
  rate: v.optional(size),
  remaining: v.optional(size)
});
const entry = v.object({
  src: text(longest.source),
  name: text(longest.source),
  detail: v.optional(text(longest.words)),
  bytes: size,
  removable: v.optional(v.boolean())
});
/** Names a question until it is answered. */
const call = id;

const problem = v.nullable(
  v.object({
    message: text(longest.words),
    line: v.nullable(id),
    column: v.nullable(id),
    /** The cell that failed first, when it is another one. */
    cell: v.nullable(id)
  })
);

/** What is told of a cell besides its status, when it is asked for. */
const cellReport = v.object({
  id,
  /** A summary of what it gave, as JSON; null where there is none, or it was not asked for. */
  value: v.nullable(text(longest.text)),
  /** What its output says is wrong. */
  problems: list(text(longest.words), 100),
  /** Whether a value, a view or a picture of it is on its way. */
  busy: v.boolean()
});

/**
 * preview: nothing of the notebook runs in this page, now or later, until the reader has agreed. stopped: nothing runs by
 * itself any more.
 */
const life = v.picklist(["preview", "running", "stopped"]);

/** From the shell to the frame. */
export const toFrame = v.variant("kind", [
  /** Shows the cells in this order; those whose text is new run, where the notebook runs and they are not held. */
  v.object({
    kind: v.literal("cells"),
    order: list(id, longest.cells),
    /** Those that are new, or not as the frame has them. */
    cells: list(cell, longest.cells),
    life,
    /** Those that must not run: another program has written them, and the reader has not agreed. */
    held: list(id, longest.cells),
    /** Cell to go to, and whether to edit it. */
    focus: v.nullable(v.object({id, edit: v.boolean()}))
  }),
  v.object({kind: v.literal("go"), id}),
  /** The reader is done beside the notebook: what had the focus in it has it again. */
  v.object({kind: v.literal("refocus")}),
  v.object({kind: v.literal("run all")}),
  /** Files of the folder have changed, by their paths from its top. */
  v.object({kind: v.literal("files changed"), paths: list(text(longest.source), longest.files)}),
  /** A package has been installed in the folder. */
  v.object({kind: v.literal("packages changed")}),
  v.object({kind: v.literal("insert at end"), type: runnable}),
  v.object({kind: v.literal("reader"), on: v.boolean()}),
  v.object({kind: v.literal("ping"), beat: number}),
  /** Asks how the cells are, and, with *values*, what they gave. */
  v.object({kind: v.literal("wants report"), call, values: v.boolean()}),
  v.object({kind: v.literal("models"), call, models: list(entry, longest.models)}),
  v.object({kind: v.literal("model progress"), call, transfer}),
  /** Where the model lies now, or what names the kept files; else why not. */
  v.object({
    kind: v.literal("model answer"),
    call,
    value: v.nullable(text(longest.source)),
    error: v.nullable(text(longest.source))
  })
]);

/** From the frame to the shell. */
export const toShell = v.variant("kind", [
  v.object({kind: v.literal("ready")}),
  v.object({kind: v.literal("pong"), beat: number}),
  /** This browser does not keep notebooks from the network where the policy of their pages cannot. */
  v.object({kind: v.literal("reaches network")}),
  /** What was typed, over that version of the text. */
  v.object({kind: v.literal("text"), id, text: text(longest.text), version: id}),
  /** A cell has not taken what was put in: it would be too long. */
  v.object({kind: v.literal("full"), id}),
  v.object({kind: v.literal("insert"), type: runnable, before}),
  v.object({kind: v.literal("delete"), id}),
  v.object({kind: v.literal("move"), id, before}),
  v.object({kind: v.literal("retype"), id, type: runnable}),
  v.object({kind: v.literal("pin"), id, pinned: v.boolean()}),
  v.object({kind: v.literal("undo")}),
  v.object({kind: v.literal("redo")}),
  v.object({kind: v.literal("save")}),
  /** The reader wants to run what must not run yet. */
  v.object({kind: v.literal("wants run")}),
  v.object({kind: v.literal("focused"), id: v.nullable(id), editing: v.boolean()}),
  v.object({
    kind: v.literal("status"),
    id,
    name: text(longest.name),
    state: v.picklist(["idle", "waiting", "running", "ok", "error"]),
    milliseconds: v.nullable(number),
    problem
  }),
  v.object({kind: v.literal("report"), call, cells: list(cellReport, longest.cells)}),
  /** A model that is not the frame's own: asked of the reader, then brought. */
  v.object({kind: v.literal("wants model"), call, src: text(longest.source)}),
  v.object({kind: v.literal("leaves model"), call}),
  v.object({kind: v.literal("lists models"), call}),
  v.object({kind: v.literal("keeps files"), call, files: list(v.instance(File), longest.files)}),
  /** A cell imports a package that is not installed: the reader is asked. */
  v.object({
    kind: v.literal("wants package"),
    name: text(longest.name),
    range: v.nullable(text(longest.name))
  }),
  /** A page that is not this one. */
  v.object({kind: v.literal("link"), address: text(longest.source)}),
  /** A file to save. */
  v.object({
    kind: v.literal("file"),
    name: text(longest.name),
    file: v.pipe(v.instance(Blob), v.maxSize(longest.file))
  }),
  v.object({
    kind: v.literal("engine"),
    backend: text(longest.name),
    reason: text(longest.words),
    model: text(longest.source),
    weights: number,
    milliseconds: number,
    notice: v.nullable(text(longest.words))
  })
]);

export type ToFrame = v.InferOutput<typeof toFrame>;
export type ToShell = v.InferOutput<typeof toShell>;
export type Life = v.InferOutput<typeof life>;
export type CellText = v.InferOutput<typeof cell>;
export type CellReport = v.InferOutput<typeof cellReport>;

/** Returns a message that is as it must be, or null; what somebody else says is not an error of ours. */
export function check<S extends typeof toFrame | typeof toShell>(
  schema: S,
  message: unknown
): v.InferOutput<S> | null {
  // One fault is enough: a list of each of them could be larger than the message.
  const result = v.safeParse(schema, message, {abortEarly: true});
  return result.success ? (result.output as v.InferOutput<S>) : null;
}

/** First message to the frame, with a port: only then do they talk. */
export const hello = "ecco-notebook";
