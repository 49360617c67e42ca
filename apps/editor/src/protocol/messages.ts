/** What the shell and the notebook frame say to each other; each side checks what it gets. */
import * as v from "valibot";

const id = v.pipe(v.number(), v.safeInteger());
const before = v.nullable(id);
const runnable = v.picklist(["js", "ts", "md", "html"]);

const cell = v.object({
  id,
  /** raw: kept as it is, not run. */
  type: v.picklist(["js", "ts", "md", "html", "raw"]),
  text: v.string(),
  pinned: v.boolean(),
  hidden: v.boolean(),
  /** As in the file, to say what a raw cell is. */
  mime: v.string()
});

const size = v.nullable(v.number());
/** Files on their way. */
const transfer = v.object({
  name: v.string(),
  loaded: v.number(),
  total: size,
  rate: v.optional(size),
  remaining: v.optional(size)
});
const entry = v.object({
  src: v.string(),
  name: v.string(),
  detail: v.optional(v.string()),
  bytes: size,
  removable: v.optional(v.boolean())
});
/** Names a question until it is answered. */
const call = id;

const problem = v.nullable(v.object({message: v.string(), line: v.nullable(v.number())}));

/** From the shell to the frame. */
export const toFrame = v.variant("kind", [
  /** Shows these cells; those whose text is new run, unless the notebook is opened without running. */
  v.object({
    kind: v.literal("cells"),
    cells: v.array(cell),
    runs: v.boolean(),
    /** Cell to go to, and whether to edit it. */
    focus: v.nullable(v.object({id, edit: v.boolean()}))
  }),
  v.object({kind: v.literal("go"), id}),
  v.object({kind: v.literal("run all")}),
  v.object({kind: v.literal("insert at end"), type: runnable}),
  v.object({kind: v.literal("reader"), on: v.boolean()}),
  v.object({kind: v.literal("ping"), beat: v.number()}),
  v.object({kind: v.literal("models"), call, models: v.array(entry)}),
  v.object({kind: v.literal("model progress"), call, transfer}),
  /** Where the model lies now, or what names the kept files; else why not. */
  v.object({
    kind: v.literal("model answer"),
    call,
    value: v.nullable(v.string()),
    error: v.nullable(v.string())
  })
]);

/** From the frame to the shell. */
export const toShell = v.variant("kind", [
  v.object({kind: v.literal("ready")}),
  v.object({kind: v.literal("pong"), beat: v.number()}),
  v.object({kind: v.literal("text"), id, text: v.string()}),
  v.object({kind: v.literal("insert"), type: runnable, before}),
  v.object({kind: v.literal("delete"), id}),
  v.object({kind: v.literal("move"), id, before}),
  v.object({kind: v.literal("retype"), id, type: runnable}),
  v.object({kind: v.literal("pin"), id, pinned: v.boolean()}),
  v.object({kind: v.literal("undo")}),
  v.object({kind: v.literal("redo")}),
  v.object({kind: v.literal("save")}),
  v.object({kind: v.literal("focused"), id: v.nullable(id), editing: v.boolean()}),
  v.object({
    kind: v.literal("status"),
    id,
    name: v.string(),
    state: v.picklist(["idle", "waiting", "running", "ok", "error"]),
    milliseconds: v.nullable(v.number()),
    problem
  }),
  /** A model that is not the frame's own: asked of the reader, then brought. */
  v.object({kind: v.literal("wants model"), call, src: v.string()}),
  v.object({kind: v.literal("leaves model"), call}),
  v.object({kind: v.literal("lists models"), call}),
  v.object({kind: v.literal("keeps files"), call, files: v.array(v.instance(File))}),
  v.object({
    kind: v.literal("engine"),
    backend: v.string(),
    reason: v.string(),
    model: v.string(),
    weights: v.number(),
    milliseconds: v.number(),
    notice: v.nullable(v.string())
  })
]);

export type ToFrame = v.InferOutput<typeof toFrame>;
export type ToShell = v.InferOutput<typeof toShell>;
export type CellText = v.InferOutput<typeof cell>;
export type CellKind = v.InferOutput<typeof runnable>;

/** Returns a message that is as it must be, or null; what somebody else says is not an error of ours. */
export function check<S extends typeof toFrame | typeof toShell>(
  schema: S,
  message: unknown
): v.InferOutput<S> | null {
  const result = v.safeParse(schema, message);
  return result.success ? (result.output as v.InferOutput<S>) : null;
}

/** Words for the kinds of cell, in the order they are offered. */
export const cellKinds: Readonly<Record<CellKind, string>> = {
  js: "JavaScript",
  md: "Markdown",
  html: "HTML",
  ts: "TypeScript"
};

/** First message to the frame, with a port: only then do they talk. */
export const hello = "ecco-notebook";
