/** The models of a page: one worker and one loaded model for all who use the same source on the same backend. */
import {chosenIn, deferred, partsOfExport, withChoice} from "@ecco/engine";
import {configure, modelsAddress} from "../settings.ts";
import {Answers, keyOf} from "../questions/answers.ts";
import type {Asker} from "../questions/answers.ts";
import {streamed} from "../questions/streamed.ts";
import {announce, backendTitle} from "./announce.ts";
import {connect} from "./connect.ts";
import {questions, quiet, splitAsk} from "./remote-model.ts";
import type {LoadRequest} from "./load-request.ts";
import type {OpenOptions, OpenProgress, OtherModel, Question, RemoteModel} from "./remote-model.ts";

/** Answers too large to keep. */
const unkept: ReadonlySet<Question> = new Set<Question>(["run"]);
/** Whether every answer is another: who asks twice wants two. */
const drawn = ({temperature = 0, seed}: {temperature?: number; seed?: number}): boolean =>
  temperature > 0 && seed === undefined;

interface Shared {
  readonly loading: Promise<RemoteModel>;
  readonly controller: AbortController;
  readonly answers: Answers;
  /** What was said about backends so far. */
  readonly notices: string[];
  readonly hearing: Set<(message: string) => void>;
  readonly watching: Set<OpenProgress>;
  /** Who is told when the model is gone; a promise of all would keep everybody who ever asked. */
  readonly losing: Set<(error: Error) => void>;
  progress: Parameters<OpenProgress> | undefined;
  users: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const open = new Map<string, Shared>();

/** Who was refused a model and would have it as soon as somebody else gets it. */
const hoping = new Map<string, Set<() => void>>();

/** Calls once, when a model of that key is open; returns how to be told no more. */
export function whenOpened(key: string, then: () => void): () => void {
  const all = hoping.get(key) ?? new Set();
  hoping.set(key, all.add(then));
  return () => void all.delete(then);
}

/** Returns what names a model: the same name, the same worker. */
export const modelKey = (src: string, {backend = "auto", models}: OpenOptions = {}): string =>
  keyOf([src, backend, models ?? modelsAddress()]);

/**
 * Returns a model; it is loaded once for all who ask for the same *src*, backend and folder, and freed some seconds
 * after the last of them has disposed of theirs. Equal questions share one run and its answer.
 *
 * Throws SourceError when it cannot be read, UnsupportedError for an architecture not known here, DeviceError when no
 * backend works, and the signal's reason when aborted.
 */
export async function openModel(src: string, options: OpenOptions = {}): Promise<RemoteModel> {
  const {notice, progress, signal} = options;
  signal?.throwIfAborted();
  const key = modelKey(src, options);
  const shared = open.get(key) ?? start(key, src, options);
  shared.users++;
  clearTimeout(shared.timer);
  shared.notices.forEach((message) => notice?.(message));
  if (notice) shared.hearing.add(notice);
  if (shared.progress) progress?.(...shared.progress);
  if (progress) shared.watching.add(progress);
  let released = false;
  const release = (): void => {
    if (released) return;
    released = true;
    if (notice) shared.hearing.delete(notice);
    if (progress) shared.watching.delete(progress);
    shared.losing.delete(lost.resolve);
    leave(key, shared);
  };
  const lost = deferred<Error>();
  shared.losing.add(lost.resolve);
  const gone = deferred<never>();
  gone.promise.catch(() => undefined);
  const stop = (): void => gone.reject(signal!.reason);
  signal?.addEventListener("abort", stop, {once: true});
  try {
    const model = await Promise.race([shared.loading, gone.promise]);
    return handleOf(model, shared, lost.promise, release);
  } catch (error) {
    release();
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

function start(key: string, src: string, {backend, models = modelsAddress()}: OpenOptions): Shared {
  const {load = connect, resolve = async (named: string) => named} = configure();
  /** Where it is loaded from, once that is known. */
  let address = src;
  const controller = new AbortController();
  const started = performance.now();
  // In a turn of its own: what it says at once is heard, what it throws at once is a rejection.
  const progress: OpenProgress = (...seen) => {
    shared.progress = seen;
    shared.watching.forEach((watch) => watch(...seen));
  };
  const {signal} = controller;
  const loading = Promise.resolve().then(async () => {
    // Who finds a model knows nothing of how its chats are written.
    const {source, template} = chosenIn(src);
    const exported = await partsOfExport(source);
    address = addressOf(await resolve(exported?.source ?? source, {signal, progress}));
    // A host's name says which file is meant; others say it by themselves.
    if (exported && address.startsWith("http"))
      address = address.replace(/#.*|$/, `#${exported.wanted}`);
    return load(template === null ? address : withChoice(address, template), {
      ...(backend === undefined ? {} : {backend}),
      models,
      signal,
      progress,
      notice(message) {
        shared.notices.push(message);
        shared.hearing.forEach((hear) => hear(message));
        console.info(`ecco: ${src}: ${message}`);
        shared.loading.then(
          (model) => announce(model, 0, message),
          () => undefined
        );
      }
    });
  });
  loading.catch((error: unknown) => named(error, {src, address}));
  const shared: Shared = {
    loading,
    controller,
    answers: new Answers(),
    notices: [],
    hearing: new Set(),
    watching: new Set(),
    losing: new Set(),
    progress: undefined,
    users: 0,
    timer: undefined
  };
  open.set(key, shared);
  // The next who asks tries again.
  const forget = (): void => void (open.get(key) === shared && open.delete(key));
  loading.then((model) => {
    void model.lost?.then((error) => {
      forget();
      shared.losing.forEach((tell) => tell(error));
    });
    if (controller.signal.aborted) return;
    const {name, backend: chosen, reason} = model.info;
    // What a notice has said is not said again.
    const why = shared.notices.some((notice) => notice.startsWith(reason)) ? "" : `: ${reason}`;
    console.info(`ecco: ${name} runs on ${backendTitle(chosen)}${why}`);
    announce(model, performance.now() - started, shared.notices.at(-1) ?? null);
    const waiting = hoping.get(key);
    hoping.delete(key);
    waiting?.forEach((then) => then());
  }, forget);
  return shared;
}

/** Returns the address of what is named by its place, which is beside the page; other names stay as they are. */
const addressOf = (src: string): string =>
  !/^[a-z][a-z\d+.-]+:/i.test(src) && (/[/\\]/.test(src) || /\.(?:gguf|safetensors)$/i.test(src))
    ? new URL(src, document.baseURI).href
    : src;

/** Has an error speak of the model as the page named it, not of where a server has put it meanwhile. */
function named(
  error: unknown,
  {src, address}: {readonly src: string; readonly address: string}
): void {
  if (
    !(error instanceof Error) ||
    error instanceof DOMException ||
    !configure().resolve ||
    !/^https?:/.test(address)
  )
    return;
  const folder = new URL(".", address).href;
  for (const part of new Set([address, folder]))
    error.message = error.message.replaceAll(part, src);
}

/** Frees the model when nobody has come back for it after a while: a cell that runs again lets go for a moment. */
function leave(key: string, shared: Shared): void {
  shared.users--;
  if (shared.users > 0) return;
  clearTimeout(shared.timer);
  shared.timer = setTimeout(() => {
    if (open.get(key) === shared) open.delete(key);
    shared.controller.abort();
    shared.loading.then(
      (model) => model.dispose(),
      () => undefined
    );
  }, configure().linger ?? 10_000);
}

function handleOf(
  model: RemoteModel,
  shared: Shared,
  lost: Promise<Error>,
  release: () => void
): RemoteModel {
  const asker =
    (question: Question, keep = !unkept.has(question)) =>
    async (...args: readonly unknown[]): Promise<unknown> => {
      const {inputs, options} = splitAsk<Asker & Readonly<Record<string, unknown>>>(question, args);
      const {signal, progress, preparing, ...given} = options;
      // What an ablation puts in is a word; what is compared is another model.
      const rest = isOther(given["with"]) ? {...given, with: await sourceOf(given["with"])} : given;
      const ask = model[question] as (...args: readonly unknown[]) => Promise<unknown>;
      const run = async (
        stop: AbortSignal | undefined,
        tell: Asker["progress"],
        ready: Asker["preparing"]
      ): Promise<unknown> => {
        const started = performance.now();
        const answer = await ask(...inputs, {
          ...rest,
          ...(stop ? {signal: stop} : {}),
          ...(tell ? {progress: tell} : {}),
          ...(ready ? {preparing: ready} : {})
        });
        if (!quiet.has(question))
          announce(
            model,
            costOf(answer) ?? performance.now() - started,
            shared.notices.at(-1) ?? null
          );
        return answer;
      };
      if (!keep || drawn(rest)) return run(signal, progress, preparing);
      return shared.answers.get(keyOf([question, inputs, rest]), options, run);
    };
  return {
    ...Object.fromEntries(questions.map((question) => [question, asker(question)])),
    stream: streamed(asker("generate", false) as RemoteModel["generate"]),
    get info() {
      return model.info;
    },
    ...(model.source ? {source: model.source} : {}),
    ...(model.lost ? {lost} : {}),
    dispose: release
  } as RemoteModel;
}

const isOther = (value: unknown): value is OtherModel =>
  typeof value === "object" && value !== null;

/** Returns where a model's worker has it from: a model cannot be sent to another worker. */
async function sourceOf(model: OtherModel): Promise<LoadRequest> {
  const {source} = "ready" in model ? await model.ready() : model;
  if (source) return source;
  throw new TypeError("with: got something else, expected a model that this page has opened");
}

/** What the engine says an answer has cost, in ms. */
function costOf(answer: unknown): number | undefined {
  if (typeof answer !== "object" || answer === null || !("provenance" in answer)) return undefined;
  const {milliseconds} = answer.provenance as {readonly milliseconds?: number};
  return milliseconds;
}
