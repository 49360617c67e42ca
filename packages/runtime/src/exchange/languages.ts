/** How languages are called: as types in our files, and in fences and kernels of other formats. */
import {mimes} from "../document/notebook.ts";

/** By the name that other formats use; the first one of a type is the one that is written. */
const typeOfName: Readonly<Record<string, string>> = {
  js: mimes.js,
  javascript: mimes.js,
  ts: mimes.ts,
  typescript: mimes.ts,
  md: mimes.md,
  markdown: mimes.md,
  html: mimes.html,
  tex: "application/x-tex",
  latex: "application/x-tex",
  dot: "text/vnd.graphviz",
  graphviz: "text/vnd.graphviz",
  sql: "application/sql",
  ojs: "application/vnd.observable.javascript",
  node: "application/vnd.node.javascript",
  python: "text/x-python",
  python3: "text/x-python",
  ipython: "text/x-python",
  ipython3: "text/x-python",
  py: "text/x-python",
  r: "text/x-r",
  ir: "text/x-r",
  json: "application/json",
  csv: "text/csv"
};

const nameOfType: ReadonlyMap<string, string> = new Map(
  Object.entries(typeOfName)
    .toReversed()
    .map(([name, type]) => [type, name])
);

/** Returns the type of cells in a language; of those that are not known `text/x-NAME`. */
export function typeOfLanguage(name: string): string {
  const known = name.trim().toLowerCase();
  if (Object.hasOwn(typeOfName, known)) return typeOfName[known]!;
  const safe = known.replace(/[^a-z0-9+#.-]+/g, "-");
  return safe ? `text/x-${safe}` : "text/plain";
}

/** Returns what a language of that type is called in fences. */
export const languageOfType = (mime: string): string =>
  nameOfType.get(mime) ?? /^text\/x-([a-z0-9+#.-]+)$/.exec(mime)?.[1] ?? "text";

/** Returns whether a text is a type as files name them, and no code that would run. */
export const isInertType = (mime: unknown): mime is string =>
  typeof mime === "string" && /^[\w.+-]{1,80}\/[\w.+-]{1,80}$/.test(mime);
