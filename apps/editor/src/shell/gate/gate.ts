/**
 * What lies between a notebook and the shell. The shell gets what is as it must be, what is new of it, and no more than
 * it has time for; a notebook that says more than any notebook has to say is not listened to any more.
 */
import {check, toShell} from "../../protocol/messages.ts";
import type {ToShell} from "../../protocol/messages.ts";
import {Budget} from "./budget.ts";
import type {Allowance} from "./budget.ts";

export interface GateOptions {
  /** Gives messages to the shell, which says `taken` when it has done what they ask. */
  readonly pass: (messages: readonly ToShell[]) => void;
  /** Called once, after everything that was allowed has been passed. */
  readonly over: () => void;
  /** Tells the time in ms. */
  readonly clock: () => number;
}

const unit: Allowance = {burst: 60_000, perSecond: 20_000};
/** Of text, in UTF-16 units: each key sends the whole text of its cell. */
const units: Allowance = {burst: 2 ** 30, perSecond: 2 ** 28};
/** What a message counts that is none of ours: the frame's own code sends none. */
const foreign = 1000;

const change: Allowance = {burst: 200, perSecond: 40};
const state: Allowance = {burst: 5000, perSecond: 200};
const asking: Allowance = {burst: 2000, perSecond: 50};
const question: Allowance = {burst: 50, perSecond: 1};

/** By kind: a reader who holds a key down stays below all of them. */
const allowances: {readonly [K in ToShell["kind"]]: Allowance} = {
  ready: question,
  pong: {burst: 100, perSecond: 4},
  "reaches network": question,
  text: state,
  full: state,
  insert: change,
  delete: change,
  move: change,
  retype: change,
  pin: change,
  undo: change,
  redo: change,
  save: change,
  "wants run": change,
  focused: state,
  status: unit,
  report: asking,
  "wants model": asking,
  "leaves model": asking,
  "lists models": {burst: 500, perSecond: 5},
  "keeps files": {burst: 20, perSecond: 1},
  "wants package": question,
  link: question,
  file: question,
  engine: state
};

/** What says how something is now, so that the last word counts. */
const states: {
  readonly [K in ToShell["kind"]]?: (
    message: Extract<ToShell, {kind: K}>,
    changes: number
  ) => string;
} = {
  status: ({id}) => `status ${id}`,
  text: ({id}, changes) => `text ${id} ${changes}`,
  focused: ({kind}) => kind,
  full: ({kind}) => kind,
  engine: ({kind}) => kind,
  pong: ({kind}) => kind
};

export class Gate {
  readonly #options: GateOptions;
  readonly #messages: Budget;
  readonly #units: Budget;
  readonly #kinds = new Map<ToShell["kind"], Budget>();
  /** What the shell has not got yet; what is said twice is there once. */
  readonly #queue = new Map<string, ToShell>();
  /** Counts what changes the notebook, and what else must keep its place. */
  #count = 0;
  #waits = false;
  #over = false;

  constructor(options: GateOptions) {
    this.#options = options;
    const now = options.clock();
    this.#messages = new Budget(unit, now);
    this.#units = new Budget(units, now);
  }

  /** Takes what the notebook says, whatever it is. */
  take(said: unknown): void {
    if (this.#over) return;
    const message = check(toShell, said);
    if (message && this.#isAllowed(message)) {
      this.#queue.set(this.#key(message), message);
      this.#pass();
    } else if (message || !this.#messages.take(foreign, this.#options.clock())) this.#end();
  }

  /** The shell is ready for more. */
  taken(): void {
    this.#waits = false;
    this.#pass();
  }

  /** Gives the shell what it has not got, at once. */
  flush(): void {
    this.#waits = false;
    this.#pass();
  }

  #isAllowed(message: ToShell): boolean {
    const {kind} = message;
    const now = this.#options.clock();
    let budget = this.#kinds.get(kind);
    if (!budget) this.#kinds.set(kind, (budget = new Budget(allowances[kind], now)));
    const size = message.kind === "text" ? message.text.length : 0;
    return this.#messages.take(1, now) && this.#units.take(size, now) && budget.take(1, now);
  }

  /** Names a message: one of the same name takes its place. */
  #key(message: ToShell): string {
    const replaced = states[message.kind];
    // A text stays where it is among the other changes.
    return replaced ? replaced(message as never, this.#count) : `${++this.#count}`;
  }

  #pass(): void {
    if (this.#waits || this.#queue.size === 0) return;
    const messages = [...this.#queue.values()];
    this.#queue.clear();
    this.#waits = true;
    this.#options.pass(messages);
  }

  #end(): void {
    this.#over = true;
    this.flush();
    this.#options.over();
  }
}
