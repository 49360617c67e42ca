/** The engine in a worker: loads one model and answers questions about it. */
import {EccoError, loadModel, watchReading} from "@ecco/engine";
import type {BackendName, LoadOptions, Model, Preparing} from "@ecco/engine";
import {expose} from "comlink";
import type {LoadRequest} from "./load-request.ts";
import {withAdvice} from "./missing-part.ts";
import {abort} from "./protocol.ts";
import type {Engine, Failure, Outcome, ReadingReport, Report} from "./protocol.ts";
import type {Question} from "./remote-model.ts";
import type {FirstWord} from "./ways-to-start.ts";

let model: Model | undefined;
/** Where a notice goes that belongs to no call of its own: a device can be lost at any time. */
let speak: (message: Report) => void = () => undefined;

/** The model that this one was last compared with. */
let other: {readonly key: string; readonly model: Model} | undefined;

type Asked = Readonly<Record<Question, (...args: readonly unknown[]) => unknown>>;

/** Runs *work* with the other end of *port*: what stops it, and where it reports to. */
async function attempt<T>(
  port: MessagePort,
  work: (signal: AbortSignal, report: (message: Report) => void) => Promise<T> | T
): Promise<Outcome<T>> {
  const controller = new AbortController();
  port.onmessage = ({data}) => data === abort && controller.abort();
  speak = (message) => port.postMessage(message);
  try {
    const value = await work(controller.signal, speak);
    const {backend, reason} = model!.info;
    return {value, backend, reason};
  } catch (error) {
    return {failure: failureOf(error)};
  } finally {
    // The answer comes by another way, and may overtake what was said before it.
    port.postMessage({over: true} satisfies Report);
    port.close();
  }
}

function failureOf(error: unknown): Failure {
  const {name, message} = error instanceof Error ? error : {name: "Error", message: String(error)};
  return {
    name,
    message: withAdvice(message),
    code: error instanceof EccoError ? error.code : null
  };
}

const open = (
  {src, backend, models, files, name}: LoadRequest,
  signal: AbortSignal,
  more: Pick<LoadOptions, "progress" | "fetched"> = {}
): Promise<Model> =>
  loadModel(files ? inFolder(files, name ?? "") : src, {
    backend: backend as BackendName | "auto",
    models,
    signal,
    ...more,
    notice: (notice) => speak({notice})
  });

/** Returns files as a reader would have chosen them: in a folder that is called as the model is. */
function inFolder(files: readonly File[], name: string): readonly File[] {
  for (const file of files)
    Object.defineProperty(file, "webkitRelativePath", {value: `${name}/${file.name}`});
  return files;
}

/** Returns the second model of a comparison: one is kept, for the next prompt. */
async function otherOf(request: LoadRequest, signal: AbortSignal): Promise<Model> {
  const key = JSON.stringify(request);
  if (other?.key !== key) {
    other?.model.dispose();
    other = undefined;
    other = {key, model: await open(request, signal)};
  }
  return other.model;
}

const engine: Engine = {
  load: (request, port) =>
    attempt(port, async (signal, report) => {
      model = await open(request, signal, {
        progress: (...progress) => report({progress}),
        fetched: (fetched) => report({fetched})
      });
      return model.info;
    }),
  ask: (question, inputs, options, port) =>
    attempt(port, async (signal, report) => {
      if (!model) throw new EccoError("input", "the model is not loaded yet; load it first");
      const asked = model as unknown as Asked;
      const second = options.with;
      const compared = typeof second === "object" ? {with: await otherOf(second, signal)} : {};
      return asked[question](...inputs, {
        ...options,
        ...compared,
        signal,
        progress: (...progress: unknown[]) => report({progress}),
        preparing: (preparing: Preparing) => report({preparing})
      });
    }),
  dispose() {
    model?.dispose();
    other?.model.dispose();
    model = other = undefined;
  }
};

/** Answers what the page asks this worker from now on. */
export function serveEngine(): void {
  const tell = (report: ReadingReport): void => postMessage(report);
  watchReading({
    begins: (reading, of) => tell({reading, of}),
    ends: () => tell({reading: null, of: null})
  });
  expose(engine);
  postMessage({ready: true} satisfies FirstWord);
}
