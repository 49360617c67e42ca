/** One cell of a running notebook: where it is shown, how it is, and what it showed last. */
import type {CompiledCell} from "../compile/compilation.ts";
import type {CellObserver, DefinedCell} from "./define-cell.ts";
import {isStale} from "./guard.ts";
import {Outlet} from "./outlet.ts";
import type {During} from "./policy.ts";
import {problemBlock} from "./problem-block.ts";
import {outputProblem, problemOf} from "./problems.ts";
import type {Neighbours} from "./problems.ts";
import type {CellProblem, CellResult, CellState, CellStatus} from "./status.ts";

/** What a cell is at the moment; changes when it is defined anew. */
export type CellMeaning = Pick<
  CompiledCell,
  "outputs" | "gives" | "autodisplay" | "label" | "lines" | "absent"
>;

const nothing: CellMeaning = {outputs: [], autodisplay: false, lines: []};

export class CellRun {
  readonly id: number;
  readonly place: Element | undefined;
  meaning = nothing;
  /** What the runtime has of the cell; null before it was defined. */
  defined: DefinedCell | null = null;
  readonly #outlet: Outlet | undefined;
  readonly #tell: (status: CellStatus) => void;
  #state: CellState = "waiting";
  #milliseconds: number | null = null;
  /** Of the text as it is now; the cell goes on as it was. */
  #compile: CellProblem | null = null;
  /** Of that text. */
  #words: ReadonlySet<string> = new Set();
  #problem: CellProblem | null = null;
  /** Of names the cell defines: two cells may define the same. */
  readonly #outputs = new Map<string, CellProblem>();
  /** Names the cell defines whose value is on its way. */
  readonly #awaited = new Set<string>();
  #block: Element | undefined;
  #shown = -1;

  constructor(id: number, place: Element | undefined, tell: (status: CellStatus) => void) {
    this.id = id;
    this.place = place;
    this.#tell = tell;
    if (!place) return;
    const root = document.createElement("div");
    root.className = "ecco-output";
    place.replaceChildren(root);
    this.#outlet = new Outlet(root);
  }

  get problem(): CellProblem | null {
    return this.#compile ?? this.#problem ?? [...this.#outputs.values()][0] ?? null;
  }

  /** What the last run gave that came to its end; null while there is none, or when it failed. */
  get result(): CellResult | null {
    if (!this.defined || this.#milliseconds === null || this.problem) return null;
    return {
      value: this.defined.value(),
      outputs: this.defined.outputs(),
      awaited: this.#awaited.size > 0,
      shown: this.#outlet?.shown ?? []
    };
  }

  /** Returns whether the text of the cell does not compile, and mentions that name. */
  isSuspect(name: string): boolean {
    return this.#compile !== null && this.#words.has(name);
  }

  /** Shows what kept the text from being compiled. */
  fail(problem: CellProblem, text: string): void {
    this.#words = new Set(text.split(/[^\p{ID_Continue}$]+/u));
    this.#compile = problem;
    this.#update("error");
  }

  /** Forgets what was said of an earlier definition. */
  renew(meaning: CellMeaning): void {
    this.meaning = meaning;
    this.#compile = null;
    this.#outputs.clear();
    this.#awaited.clear();
    this.#shown = -1;
  }

  observer(neighbours: Neighbours, during: During): CellObserver {
    return {
      node: this.place,
      during,
      tell: (state, milliseconds) => {
        if (milliseconds !== undefined) this.#milliseconds = milliseconds;
        this.#update(state);
      },
      show: (value, run) => {
        if (run !== this.#shown) this.#outlet?.begin();
        this.#shown = run;
        this.#outlet?.show(value);
      },
      fulfilled: (value, run) => {
        this.#problem = null;
        const {autodisplay, gives, label} = this.meaning;
        // One that cells can change is shown as it is now.
        if (gives === "mutable") return this.#update("ok");
        if (autodisplay) {
          this.#outlet?.begin();
          this.#outlet?.show(value, label ?? undefined);
        } else if (run !== this.#shown) this.#outlet?.begin();
        this.#outlet?.end();
        this.#update("ok");
      },
      rejected: (error) => {
        if (isStale(error)) return;
        const {lines, absent} = this.meaning;
        this.#problem = problemOf(error, {id: this.id, lines, absent}, neighbours);
        // Its own errors are for the console too, with their stack.
        if (!this.#problem.cause) console.error(error);
        this.#update("error");
      },
      awaited: (name) => void this.#awaited.add(name),
      changed: (value) => {
        const {autodisplay, label} = this.meaning;
        this.#outlet?.begin();
        if (autodisplay) this.#outlet?.show(value, label ?? undefined);
        this.#outlet?.end();
      },
      output: (name, error) => {
        if (isStale(error)) return;
        this.#awaited.delete(name);
        const problem = error === null ? null : outputProblem(error, name, this.id, neighbours);
        if (problem) this.#outputs.set(name, problem);
        else this.#outputs.delete(name);
        this.#update(this.#state);
      }
    };
  }

  #update(state: CellState): void {
    this.#state = state;
    const problem = state === "error" || state === "ok" ? this.problem : null;
    const shown = problem ? "error" : state;
    if (shown === "ok" || shown === "error") this.#showProblem(problem);
    this.#tell({
      id: this.id,
      state: shown,
      milliseconds: this.#milliseconds,
      problem
    });
  }

  /** Puts the error above the last good picture, which stays. */
  #showProblem(problem: CellProblem | null): void {
    this.#block?.remove();
    this.#block = undefined;
    this.#outlet?.root.classList.toggle("ecco-stale", problem !== null);
    if (problem && this.place) this.place.prepend((this.#block = problemBlock(problem)));
  }
}
