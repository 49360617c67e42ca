/** What the page and the worker say to each other. */
import type {BackendName, ErrorCode, ModelInfo, Preparing, Reading} from "@ecco/engine";
import type {LoadRequest} from "./load-request.ts";
import type {Question} from "./remote-model.ts";

/** An error, taken apart: a clone of an Error loses its code. */
export interface Failure {
  readonly name: string;
  readonly code: ErrorCode | null;
  readonly message: string;
}

export type Outcome<T> =
  | {
      readonly value: T;
      readonly backend: BackendName;
      readonly reason: string;
      readonly failure?: undefined;
    }
  | {readonly failure: Failure};

/** What a call's port carries back: arguments of its callback, a notice, what is prepared, a file that came, or that this was all. */
export type Report =
  | {readonly progress: readonly unknown[]}
  | {readonly notice: string}
  | {readonly preparing: Preparing}
  | {readonly fetched: File}
  | {readonly over: true};

/**
 * What the worker says, beside all calls, when it begins and ends to read with what the model brings: a pattern or a
 * template may never end, and then nothing else comes from it.
 */
export interface ReadingReport {
  /** Null when it has ended. */
  readonly reading: Reading | null;
  /** The text or the messages; null where that is not known. */
  readonly of: unknown;
}

export const isReadingReport = (data: unknown): data is ReadingReport =>
  typeof data === "object" && data !== null && "reading" in data;

/** What a call's port carries there: stop. */
export const abort = "abort";

/** The worker: one model. */
export interface Engine {
  load(request: LoadRequest, port: MessagePort): Promise<Outcome<ModelInfo>>;
  ask(
    question: Question,
    inputs: readonly unknown[],
    /** `with`, where it is another model, is told by where that lies. */
    options: object & {readonly with?: LoadRequest | string},
    port: MessagePort
  ): Promise<Outcome<unknown>>;
  dispose(): void;
}
