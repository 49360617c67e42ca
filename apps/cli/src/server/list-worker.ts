/** The worker that looks through a folder: see folder-list.ts. */
import {parentPort} from "node:worker_threads";
import {FolderList} from "./folder-list.ts";
import type {Answer, Question} from "./lister.ts";

/** How long titles are read for one list, and between two questions, in ms. */
const budgets = {list: 1000, between: 50};

let folder: FolderList | null = null;
const port = parentPort!;

function answer(question: Question): unknown {
  if (question.kind === "enter") {
    folder = question.folder === null ? null : new FolderList(question.folder);
    return null;
  }
  const entered = folder!;
  if (question.kind === "look") return question.paths.map((path) => entered.look(path));
  return question.kind === "own files" ? entered.ownFiles() : entered.list(budgets.list);
}

let isReading = false;
function readOn(): void {
  isReading = false;
  if (!folder || folder.isRead) return;
  try {
    send({found: folder.readOn(budgets.between)});
  } catch {
    // The folder is gone; whoever asks next is told.
    return;
  }
  readLater();
}

function readLater(): void {
  if (isReading) return;
  isReading = true;
  setImmediate(readOn);
}

const send = (message: Omit<Answer, "reads">): void =>
  port.postMessage({...message, reads: folder?.reads ?? 0} satisfies Answer);

port.on("message", (question: Question) => {
  try {
    send({call: question.call, value: answer(question)});
  } catch (error) {
    send({call: question.call, error: (error as NodeJS.ErrnoException).code ?? "unexpectedly"});
  }
  readLater();
});
