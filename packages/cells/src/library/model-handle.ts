/** A model in a notebook: loads when it is first asked something. */
import {modelKey, openModel} from "../engine/shared-models.ts";
import {questions, quiet, splitAsk} from "../engine/remote-model.ts";
import type {OpenOptions, Question, RemoteModel} from "../engine/remote-model.ts";
import type {Scope} from "./slots.ts";
import type {Followed, Heard, Task, Tasks} from "./tasks.ts";

export interface ModelOptions {
  /** auto (default), webgpu, onnx or reference. */
  readonly backend?: string;
  /** Address of the folder of embedded models; defaults to the page's setting. */
  readonly models?: string | URL;
}

/**
 * A model by name, at once: views that get it show how it loads. It is not a promise (a cell that uses it shall not
 * wait), but every question is: `await model.candidates("Heathrow airport is located in the city of")`.
 */
export interface ModelHandle extends Readonly<{[Q in Question]: RemoteModel[Q]}> {
  /** Yields each token as it is produced; leaving the loop stops the work. */
  readonly stream: RemoteModel["stream"];
  readonly src: string;
  readonly backend?: string;
  readonly models?: string;
  /** The loaded model. */
  ready(): Promise<RemoteModel>;
  dispose(): void;
}

const handles = new Map<string, ModelHandle>();

/** Returns the model of that name; the same arguments give the same object, so cells that depend on it stay as they are. */
export function modelHandle(src: string, {backend, models}: ModelOptions = {}): ModelHandle {
  const address = models === undefined ? undefined : new URL(models, document.baseURI).href;
  const source = {
    src,
    ...(backend === undefined ? {} : {backend}),
    ...(address === undefined ? {} : {models: address})
  };
  const key = modelKey(src, source);
  const handle = handles.get(key) ?? createHandle(src, source, () => handles.delete(key));
  handles.set(key, handle);
  return handle;
}

function createHandle(
  src: string,
  source: OpenOptions & {src: string},
  forget: () => void
): ModelHandle {
  let opening: Promise<RemoteModel> | undefined;
  const ready = (): Promise<RemoteModel> => {
    if (opening) return opening;
    const started = (opening = openModel(src, source));
    // The next question tries again.
    const forget = (): void => {
      if (opening === started) opening = undefined;
    };
    started.then((model) => void model.lost?.then(forget), forget);
    return started;
  };
  const asker =
    (question: Question) =>
    async (...args: readonly unknown[]): Promise<unknown> => {
      const model = await ready();
      return (model[question] as (...args: readonly unknown[]) => Promise<unknown>)(...args);
    };
  return Object.freeze({
    ...source,
    ...Object.fromEntries(questions.map((question) => [question, asker(question)])),
    async *stream(...args: Parameters<RemoteModel["stream"]>) {
      return yield* (await ready()).stream(...args);
    },
    ready,
    dispose() {
      forget();
      const open = opening;
      opening = undefined;
      open?.then(
        (model) => model.dispose(),
        () => undefined
      );
    }
  }) as unknown as ModelHandle;
}

/** Returns the handle as a notebook sees it: a question that nobody waits for any more is stopped, and any is followed. */
export function scopedHandle(
  handle: ModelHandle,
  {scope, tasks}: {readonly scope: () => Scope | null; readonly tasks: Tasks}
): ModelHandle {
  const follow = <O extends Heard>(
    question: Task["question"],
    options: O,
    {cell, signal}: Partial<Scope> = scope() ?? {}
  ): Followed<O> => {
    const stop = options.signal ?? signal;
    const followed = tasks.follow(
      cell ?? null,
      question,
      stop ? {...options, signal: stop} : options
    );
    handle.ready().then(followed.loaded, followed.loaded);
    return followed;
  };
  const asker =
    (question: Question) =>
    async (...args: readonly unknown[]): Promise<unknown> => {
      const {inputs, options} = splitAsk<Heard>(question, args);
      const ask = handle[question] as (...args: readonly unknown[]) => Promise<unknown>;
      if (quiet.has(question)) return ask(...args);
      const followed = follow(question, options);
      try {
        return await ask(...inputs, followed.options);
      } finally {
        followed.end();
      }
    };
  return Object.freeze({
    ...handle,
    ...Object.fromEntries(questions.map((question) => [question, asker(question)])),
    stream: (...[input, options = {}]: Parameters<RemoteModel["stream"]>) => {
      // Whose cell it is, is known now, and not when the first token is asked for.
      const own = scope() ?? {};
      return (async function* () {
        const followed = follow("stream", options as Heard, own);
        try {
          return yield* handle.stream(input, followed.options as typeof options);
        } finally {
          followed.end();
        }
      })();
    }
  });
}
