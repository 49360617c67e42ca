/** What the page and the worker say to each other. */
import type {BackendName, ErrorCode, ModelInfo, ModelInput, TokenName} from "@ecco/engine";
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

export interface LoadRequest {
  readonly src: string;
  readonly backend: string;
  readonly models: string;
}

/** What a call's port carries back: arguments of its callback, a notice, or that this was all. */
export type Report =
  | {readonly progress: readonly unknown[]}
  | {readonly notice: string}
  | {readonly over: true};

/** What a call's port carries there: stop. */
export const abort = "abort";

/** The worker: one model. */
export interface Engine {
  load(request: LoadRequest, port: MessagePort): Promise<Outcome<ModelInfo>>;
  ask(
    question: Question,
    input: ModelInput | TokenName,
    options: object,
    port: MessagePort
  ): Promise<Outcome<unknown>>;
  dispose(): void;
}
