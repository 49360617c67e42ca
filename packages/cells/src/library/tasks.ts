/** Questions that cells ask a model themselves: how far they are, and what stops them. */
import {format} from "@ecco/viz";
import type {Readying} from "../engine/pace.ts";
import type {Question} from "../engine/remote-model.ts";
import {Course} from "../questions/course.ts";

/** A question that is under way for longer than a moment. */
export interface Task {
  /** The cell that asked; null where that is not known, as after an `await`. */
  readonly cell: string | number | null;
  readonly question: Question | "stream";
  /** From 0 to 1; null when it is not known. */
  readonly share: number | null;
  /** What goes on: `running 37 %, about 12 s left`. */
  readonly words: string;
  /** Stops it: the call rejects. */
  readonly stop: () => void;
}

/** What a question is asked with, of which a task hears. */
export interface Heard {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((...args: never[]) => void) | undefined;
  readonly preparing?: ((state: Readying) => void) | undefined;
  /** Of what is written: how many tokens at most. */
  readonly tokens?: number | undefined;
}

export interface Followed<O> {
  /** The options to ask with. */
  readonly options: O;
  /** The model is here: until then it is loading. */
  readonly loaded: () => void;
  readonly end: () => void;
}

/** What is over sooner is not spoken of, in ms. */
const patience = 400;
/** How many tokens are written where nobody says. */
const usualTokens = 8;

export class Tasks {
  readonly #shown = new Set<Task>();
  readonly #changed: (tasks: readonly Task[]) => void;

  /** *changed* is called with all tasks whenever there is something new to show. */
  constructor(changed: (tasks: readonly Task[]) => void) {
    this.#changed = changed;
  }

  /** Follows a question of a cell from now on; whoever asks it says when it has ended. */
  follow<O extends Heard>(cell: Task["cell"], question: Task["question"], options: O): Followed<O> {
    const own = new AbortController();
    const tell = (): void => void (this.#shown.has(task) && this.#tell());
    const course = new Course(tell);
    let loading = true;
    const task: Task = {
      cell,
      question,
      get share() {
        return course.share;
      },
      get words() {
        const {share, words} = course;
        if (loading) return "loading the model";
        return words || (share === null ? "running" : `running ${format.percentShort(share)}`);
      },
      stop: () =>
        own.abort(new Error(`model.${question}: stopped; run the cell again to ask it again`))
    };
    const timer = setTimeout(() => {
      this.#shown.add(task);
      this.#tell();
    }, patience);
    const {signal, progress, preparing} = options;
    return {
      options: {
        ...options,
        signal: signal ? AbortSignal.any([signal, own.signal]) : own.signal,
        preparing: (state: Readying) => {
          course.prepare(state);
          preparing?.(state);
        },
        progress: (...args: never[]) => {
          const share = shareOf(args, options.tokens ?? usualTokens);
          if (share !== null) course.advance(share);
          tell();
          progress?.(...args);
        }
      },
      loaded: () => {
        loading = false;
        course.begin();
      },
      end: () => {
        clearTimeout(timer);
        course.end();
        if (this.#shown.delete(task)) this.#tell();
      }
    };
  }

  #tell(): void {
    this.#changed([...this.#shown]);
  }
}

/** Questions tell how many of how many are done; those that write tell each token with its place. */
function shareOf([first, second]: readonly unknown[], tokens: number): number | null {
  if (typeof second !== "number") return null;
  if (typeof first === "number") return second > 0 ? Math.min(1, first / second) : null;
  return Math.min(1, (second + 1) / tokens);
}
