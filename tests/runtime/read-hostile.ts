/** Run as a worker, which can be ended: reads each of the hostile texts, and says what was found. */
import {parentPort} from "node:worker_threads";
import {
  History,
  deleteCell,
  insertCell,
  mergeNotebooks,
  readNotebook,
  readTitle,
  setPinned,
  setText,
  setTitle,
  writeNotebook
} from "@ecco/runtime/document";
import {texts} from "./hostile-texts.ts";

/** Does to a notebook what an editor does. Throws for what is not as it should be. */
function edit(text: string): number {
  const notebook = readNotebook(text);
  if (writeNotebook(notebook) !== text) throw new Error("not every byte was kept");
  const [first] = notebook.cells;
  if (!first) return 0;
  const mine = setPinned(setText(notebook, first.id, "mine"), first.id, !first.pinned);
  const {notebook: added, id} = insertCell(notebook, {type: "md", text: "theirs"});
  const theirs = setTitle(added, "theirs");
  const {notebook: merged, conflicts} = mergeNotebooks(notebook, mine, theirs);
  // Without numbers of their own cells are not merged.
  const isMerged = conflicts.length === 0;
  if (isMerged && merged.cells.length !== theirs.cells.length)
    throw new Error("cells were lost in the merge");
  const history = new History(notebook);
  history.change(deleteCell(added, id));
  history.change(merged);
  history.undo();
  history.undo();
  if (writeNotebook(history.present) !== text) throw new Error("undo has not brought it back");
  return notebook.cells.length;
}

for (const [name, make] of Object.entries(texts)) {
  const [text] = make();
  let found: number | string;
  try {
    found = edit(text);
  } catch (error) {
    found = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  for (const isWhole of [true, false])
    try {
      readTitle(text, isWhole);
    } catch (error) {
      if ((error as Error).name !== "NotebookError") found = `readTitle: ${String(error)}`;
    }
  parentPort!.postMessage({name, found});
}
