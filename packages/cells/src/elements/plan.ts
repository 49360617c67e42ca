/** What a kind of view asks of a model; the connection does the rest. */
import type {ModelInput} from "@ecco/engine";
import type {Part, PromptInput, Token} from "@ecco/viz";
import type {RemoteModel} from "../engine/remote-model.ts";

/** What a view is asked about. */
export interface Subject {
  readonly model: RemoteModel;
  readonly prompt: PromptInput;
}

/** A request as plain data: the same data, the same answer. */
export type Request = Readonly<Record<string, unknown>>;

export interface Work<D> {
  readonly signal: AbortSignal;
  /** How far it is, from 0 to 1. */
  readonly progress: (share: number) => void;
  /** Shows what is known of the answer so far. */
  readonly partial: (data: D) => void;
}

export interface Plan<D> {
  /** Returns what is asked about, of the prompt there is; undefined: there is nothing to ask yet. Defaults to the prompt. */
  about?(prompt: PromptInput | undefined): PromptInput | undefined;
  /** Returns what the view wants to know about the prompt now; position-dependent wishes included. */
  request(prompt: PromptInput): Request;
  /** Whether what is shown for this prompt already holds the answer. */
  holds?(shown: D, request: Request): boolean;
  answer(subject: Subject, request: Request, work: Work<D>): Promise<D>;
  /** Called before a new answer is shown. */
  arriving?(next: D, before: D | undefined): void;
  /** Position of the view → position in the text and what follows it; null where there is none. */
  outward?(position: number, shown: D | undefined): number | null;
  /** And back. */
  inward?(position: number, shown: D | undefined): number | null;
  /** The position the view's own selection is about. */
  selection?(shown: D | undefined): number | null;
  /** Returns the part of the model whose writing is told beside the picture; undefined: none. */
  part?(shown: D): Part | undefined;
  /** Returns the text in which it is read; defaults to the prompt. */
  textOf?(subject: Subject, shown: D): ModelInput;
  /** The tokens to draw while nothing is known. */
  readonly tokens?: readonly Token[];
}

/** Returns the options that are given: an attribute that was taken away is null. */
export function given<T extends object>(
  options: T
): {readonly [K in keyof T]?: Exclude<T[K], null | undefined>} {
  const entries = Object.entries(options).filter(
    ([, value]) => value !== null && value !== undefined
  );
  return Object.fromEntries(entries) as {readonly [K in keyof T]?: Exclude<T[K], null | undefined>};
}
