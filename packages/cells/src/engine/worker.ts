/** The engine in a worker: loads one model and answers questions about it. */
import {EccoError, loadModel} from "@ecco/engine";
import type {BackendName, Model} from "@ecco/engine";
import {expose} from "comlink";
import {abort} from "./protocol.ts";
import type {Engine, Failure, Outcome, Report} from "./protocol.ts";
import type {Question} from "./remote-model.ts";

let model: Model | undefined;
/** Where a notice goes that belongs to no call of its own: a device can be lost at any time. */
let speak: (message: Report) => void = () => undefined;

type Asked = Readonly<Record<Question, (input: never, options: object) => unknown>>;

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
  return {name, message, code: error instanceof EccoError ? error.code : null};
}

const engine: Engine = {
  load: ({src, backend, models}, port) =>
    attempt(port, async (signal, report) => {
      model = await loadModel(src, {
        backend: backend as BackendName | "auto",
        models,
        signal,
        progress: (...progress) => report({progress}),
        notice: (notice) => speak({notice})
      });
      return model.info;
    }),
  ask: (question, input, options, port) =>
    attempt(port, (signal, report) => {
      if (!model) throw new EccoError("input", "the model is not loaded yet; load it first");
      const asked = model as unknown as Asked;
      return asked[question](input as never, {
        ...options,
        signal,
        progress: (...progress: unknown[]) => report({progress})
      });
    }),
  dispose() {
    model?.dispose();
    model = undefined;
  }
};
expose(engine);
