/** One notebook, run to its end in a page of the editor. */
import {setTimeout as wait} from "node:timers/promises";
import {EccoError} from "@ecco/engine/errors";
import type {Browser, Page} from "playwright-core";
import type {
  NotebookReport,
  PageApi,
  RunError,
  RunState
} from "../../../editor/src/shell/page-api.ts";
import {takePictures} from "./pictures.ts";
import {Screen, usual} from "./screen.ts";
import {Settling} from "./settling.ts";

/** What `--json` prints of a cell; see docs/notebooks.md. */
export interface CellOutcome {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly state: RunState;
  readonly value: unknown;
  readonly error: RunError | null;
  /** File of its picture; null where it shows nothing, or none was asked for. */
  readonly picture: string | null;
}

export interface NotebookOutcome {
  /** Why it was not opened, or not run to its end; null when all is well. */
  readonly problem: string | null;
  /** Whether its time was over before it came to rest. */
  readonly timedOut: boolean;
  readonly cells: readonly CellOutcome[];
}

export interface RunOptions {
  /** In ms. */
  readonly timeout: number;
  /** Where pictures go, and what their names begin with; null for none. */
  readonly pictures: {readonly folder: string; readonly name: string} | null;
  readonly signal: AbortSignal;
  /** Called with how many cells there are, and how many are at rest. */
  readonly progress: (done: number, all: number) => void;
}

/** How often the page is asked, in ms. */
const pause = 150;

/** Opens the notebook at *url*, runs it until it rests or its time is over, and returns what its cells gave. */
export async function runNotebook(
  browser: Browser,
  url: string,
  options: RunOptions
): Promise<NotebookOutcome> {
  const {timeout, signal, pictures} = options;
  // Nothing of another notebook is in it: no draft, no storage.
  const context = await browser.newContext({viewport: usual, serviceWorkers: "block"});
  try {
    const page = await context.newPage();
    let crash = false;
    page.on("crash", () => (crash = true));
    await page.goto(url);
    await opened(page, signal);
    const until = performance.now() + timeout;
    const settling = new Settling(performance.now());
    const {timedOut} = await settle({page, until, options, settling, crashed: () => crash});
    const report = await reportOf(page, true);
    signal.throwIfAborted();
    const files =
      pictures && report?.answers
        ? await takePictures(page, report.cells, pictures)
        : new Map<number, string>();
    return {
      problem: problemOf(report, crash),
      timedOut,
      cells: (report?.cells ?? []).map(({id, name, type, state, value, error}) => ({
        id,
        name,
        type,
        // What runs again and again is between two of its ends.
        state: state === "pending" && !timedOut && settling.hasEnded(id) ? "ok" : state,
        value: value === null ? null : (JSON.parse(value) as unknown),
        error,
        picture: files.get(id) ?? null
      }))
    };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof EccoError || !browser.isConnected()) throw error;
    return {problem: lineOf(error), timedOut: false, cells: []};
  } finally {
    await context.close().catch(() => undefined);
  }
}

/** How long the editor may take to open a notebook, in ms: that is no time of the notebook's. */
const opening = 60_000;

/** Waits until the notebook is open, or it is known why it is not. */
async function opened(page: Page, signal: AbortSignal): Promise<void> {
  const until = performance.now() + opening;
  for (;;) {
    const report = await reportOf(page, false);
    if (report?.problem || report?.opened || performance.now() > until) return;
    await wait(pause, undefined, {signal});
  }
}

interface Open {
  readonly page: Page;
  readonly until: number;
  readonly options: RunOptions;
  readonly settling: Settling;
  readonly crashed: () => boolean;
}

/** Waits until the notebook rests, with all of it on the screen, answering what it asks meanwhile. */
async function settle({
  page,
  until,
  options,
  settling,
  crashed
}: Open): Promise<{timedOut: boolean}> {
  const screen = new Screen(page);
  for (let looks = 0; ; looks++) {
    await wait(pause, undefined, {signal: options.signal});
    if (crashed()) return {timedOut: false};
    const report = await reportOf(page, false);
    if (report?.problem) return {timedOut: false};
    const cells = report?.cells ?? [];
    options.progress(cells.filter(({busy}) => !busy).length, cells.length);
    const busy = !report?.answers || report.busy;
    const rests = settling.look(cells, busy, performance.now());
    // What is drawn once a reader sees it is drawn now.
    const isDue = rests || looks % 8 === 7;
    if (isDue && report?.answers && (await screen.fit())) settling.again(performance.now());
    else if (rests) return {timedOut: false};
    if (performance.now() > until) return {timedOut: true};
    await page.evaluate(() => (globalThis as InPage).eccoNotebook?.answerQuestions());
  }
}

/** In the page of the editor. */
interface InPage {
  readonly eccoNotebook?: PageApi;
}

/** Returns how the notebook is; null before the page is ready. */
async function reportOf(page: Page, values: boolean): Promise<NotebookReport | null> {
  return page.evaluate(
    async (all) => (await (globalThis as InPage).eccoNotebook?.report(all)) ?? null,
    values
  );
}

function problemOf(report: NotebookReport | null, crash: boolean): string | null {
  if (crash) return "its page ended: out of memory, most likely";
  if (!report) return "the editor did not open";
  if (report.problem) return report.problem;
  return report.answers
    ? null
    : "it does not answer: a cell computes without a pause, or without an end";
}

const lineOf = (error: unknown): string => String(error).split("\n")[0]!.slice(0, 300);
