/**
 * What a program that drives this page can ask it, as `ecco notebook run` does: `window.eccoNotebook`. The page of the
 * editor runs no code of notebooks, so none of them can answer in its place.
 */
import type {Cell} from "@ecco/runtime/document";
import type {CellReport} from "../protocol/messages.ts";
import {findAsks} from "./find-asks.ts";
import {questions} from "./model-wish.ts";
import type {ModelDesk} from "./model-desk.ts";
import type {Stage, Status} from "./stage.ts";
import {stopWords} from "./stop-words.ts";
import type {Workspace} from "./workspace.ts";

/**
 * inert: of a type that does not run here. pending: it runs still, or waits for what another cell gives, which may be
 * what a reader does.
 */
export type RunState = "ok" | "error" | "inert" | "pending";

export interface RunError {
  readonly message: string;
  /** In the text of the cell, from 1; null when not known. */
  readonly line: number | null;
  readonly column: number | null;
  /** The cell that failed first. */
  readonly cell: number;
}

export interface RunCell {
  readonly id: number;
  readonly name: string;
  /** js, ts, md, …; of a cell that does not run, its type as in the file. */
  readonly type: string;
  readonly state: RunState;
  /** Whether it runs, will run by itself, or something of it is on its way. */
  readonly busy: boolean;
  /** A summary, as JSON; null where there is none, or it was not asked for. */
  readonly value: string | null;
  readonly error: RunError | null;
}

export interface NotebookReport {
  /** Why no notebook is open, or why it was stopped; null where neither is so. */
  readonly problem: string | null;
  /** Whether the page of the notebook has said anything. */
  readonly opened: boolean;
  /** Whether the page of the notebook answers: it does not while a cell computes without a pause. */
  readonly answers: boolean;
  /** Whether the notebook is being opened, or a model is being loaded. */
  readonly busy: boolean;
  readonly cells: readonly RunCell[];
}

export interface PageApi {
  /** Says how the notebook is; with *values*, what each cell gave. */
  report(values: boolean): Promise<NotebookReport>;
  /** Agrees to models that the text of the notebook names, and refuses whatever else the reader would be asked. */
  answerQuestions(): Promise<void>;
}

/** How long the page of a notebook has for an answer, in ms. */
const patience = 2000;

export const pageApi = (workspace: Workspace): PageApi => ({
  async report(values) {
    const {stage, problem} = workspace;
    const failed = problem ? `${problem.what} ${problem.why}` : stage && endOf(stage);
    if (!stage)
      return {problem: failed, opened: false, answers: false, busy: failed === null, cells: []};
    const found = await within(patience, stage.report(values));
    return {
      problem: failed,
      opened: found !== null || stage.statuses.size > 0,
      answers: found !== null,
      busy: stage.models.wanted.length > 0,
      cells: cellsOf(stage.session.notebook.cells, stage.statuses, found ?? [])
    };
  },
  async answerQuestions() {
    const {stage} = workspace;
    if (stage?.models.wanted.some(({step}) => questions.has(step)))
      answerFor(stage.models, (await findAsks(stage.session.notebook)).models);
  }
});

/** Returns why a notebook does not go on; null when it does. */
function endOf({stoppedFor, absent}: Stage): string | null {
  if (absent) return "Its page did not open: this browser does not find names below localhost.";
  return stoppedFor && stopWords[stoppedFor];
}

/** Returns how each cell is, of what the shell knows and the notebook's page has told. */
export function cellsOf(
  cells: readonly Pick<Cell, "id" | "type" | "mime">[],
  statuses: ReadonlyMap<number, Status>,
  found: readonly CellReport[]
): readonly RunCell[] {
  const reports = new Map(found.map((each) => [each.id, each]));
  return cells.map(({id, type, mime}) => {
    const status = statuses.get(id);
    const report = reports.get(id);
    const error = errorOf(id, status, report);
    const isInert = type === "raw";
    const step = status?.state ?? "idle";
    const busy = !isInert && (step === "idle" || step === "running" || report?.busy === true);
    return {
      id,
      name: status?.name ?? "",
      type: isInert ? mime : type,
      state: error ? "error" : isInert ? "inert" : step === "ok" && !busy ? "ok" : "pending",
      busy,
      value: error ? null : (report?.value ?? null),
      error
    };
  });
}

function errorOf(
  id: number,
  status: Status | undefined,
  report: CellReport | undefined
): RunError | null {
  const problem = status?.problem;
  if (problem) {
    const {message, line, column, cell} = problem;
    return {message, line, column, cell: cell ?? id};
  }
  const said = report?.problems ?? [];
  return said.length === 0 ? null : {message: said.join("; "), line: null, column: null, cell: id};
}

/** Answers what the notebook asks the reader about models: it may have those that its text *names*. */
export function answerFor(
  models: Pick<ModelDesk, "wanted" | "accept" | "decline">,
  names: readonly string[]
): void {
  for (const {key, src, step} of models.wanted) {
    if (!questions.has(step)) continue;
    if (step === "consent" && names.includes(src)) models.accept(key, null);
    else
      models.decline(
        key,
        `${src}: a reader is asked for this; open the notebook with ecco edit once, and agree`
      );
  }
}

/** Returns what a promise gives, or null when that takes longer. */
const within = <T>(milliseconds: number, promise: Promise<T>): Promise<T | null> =>
  Promise.race([
    promise,
    new Promise<null>((resolve) => setTimeout(() => resolve(null), milliseconds))
  ]);
