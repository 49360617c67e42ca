/** Models through the shell: the frame reaches no other host, and keeps nothing itself. */
import type {OpenOptions} from "@ecco/cells";
import type {ModelEntry, Shelf, ShelfCall} from "@ecco/cells/model-picker";
import type {ToFrame, ToShell} from "../protocol/messages.ts";

type Answer = Extract<ToFrame, {kind: "models" | "model progress" | "model answer"}>;
interface Call {
  readonly hear: (answer: Answer) => void;
}

/** What needs nobody else: models that come with Ecco, by their name. */
const own = /^[\w-]+$/;

export class ShellModels {
  readonly #say: (message: ToShell) => void;
  readonly #calls = new Map<number, Call>();
  #count = 0;

  constructor(say: (message: ToShell) => void) {
    this.#say = say;
  }

  hear(answer: Answer): void {
    this.#calls.get(answer.call)?.hear(answer);
  }

  /** Returns the address a model is loaded from, once the reader has agreed and it is here. */
  readonly resolve = async (
    src: string,
    {signal, progress}: Pick<OpenOptions, "signal" | "progress">
  ): Promise<string> => {
    if (own.test(src)) return src;
    return this.#ask((call) => ({kind: "wants model", call, src}), {
      signal,
      progress: ({loaded, total, rate, remaining}) =>
        progress?.(
          loaded,
          total,
          rate === undefined || rate === null ? undefined : {rate, remaining: remaining ?? null}
        )
    });
  };

  readonly shelf: Shelf = {
    place: "on this computer",
    list: () =>
      new Promise<readonly ModelEntry[]>((resolve, reject) => {
        const call = ++this.#count;
        this.#calls.set(call, {
          hear: (answer) => {
            this.#calls.delete(call);
            if (answer.kind === "models") resolve(answer.models);
            else if (answer.kind === "model answer") reject(new Error(answer.error ?? ""));
          }
        });
        this.#say({kind: "lists models", call});
      }),
    // The shell asks the reader when the model is wanted: choosing it downloads nothing.
    describe: async (src) => ({name: src, bytes: null, here: true, host: null}),
    fetch: async () => undefined,
    keep: (files, call) =>
      this.#ask((id) => ({kind: "keeps files", call: id, files: [...files]}), call ?? {}),
    remove: () =>
      Promise.reject(
        new Error("a notebook removes no models; do it in the editor's list of models")
      )
  };

  #ask(message: (call: number) => ToShell, {signal, progress}: ShelfCall): Promise<string> {
    signal?.throwIfAborted();
    const call = ++this.#count;
    return new Promise<string>((resolve, reject) => {
      const stop = (): void => {
        this.#calls.delete(call);
        this.#say({kind: "leaves model", call});
        reject(signal!.reason as Error);
      };
      signal?.addEventListener("abort", stop, {once: true});
      this.#calls.set(call, {
        hear: (answer) => {
          if (answer.kind === "model progress") return progress?.(answer.transfer);
          if (answer.kind !== "model answer") return;
          this.#calls.delete(call);
          signal?.removeEventListener("abort", stop);
          if (answer.value !== null) resolve(answer.value);
          else reject(new Error(answer.error ?? "the model did not come"));
        }
      });
      this.#say(message(call));
    });
  }
}
