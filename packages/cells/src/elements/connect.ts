/** Connects elements to the engine: at once where it is on the page, else when it comes. */
import type {ReactiveController, ReactiveControllerHost} from "lit";
import {page} from "../page.ts";
import type {Live} from "../page.ts";
import {Redrawing} from "../recorded/redrawing.ts";
import type {Read} from "../recorded/recording.ts";
import type {ConnectedView} from "./connected.ts";

type Choices = Readonly<Record<string, readonly string[]>>;
/** What could be chosen if there were a model to answer. */
const offers = new WeakMap<object, Choices>();

/** Offers what a reader can choose from, as soon as there is a model to answer. */
export function offer(host: {choices: Choices}, choices: Choices): void {
  const kept = offers.get(host);
  if (kept) offers.set(host, {...kept, ...choices});
  else host.choices = {...host.choices, ...choices};
}

/** Waits with an element, as long as it is on the page, for the engine to come. */
class Waiting implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #join: (live: Live) => boolean | void;

  constructor(host: ReactiveControllerHost, join: (live: Live) => boolean | void) {
    this.#host = host;
    this.#join = join;
    host.addController(this);
  }

  readonly #go = (): void => {
    page.waiting.delete(this.#go);
    if (!page.live || this.#join(page.live) === false) return;
    this.#host.removeController(this);
  };

  hostConnected(): void {
    page.waiting.add(this.#go);
    // Moved here after the engine has come: not in the midst of what else is connected.
    if (page.live) queueMicrotask(this.#go);
  }

  hostDisconnected(): void {
    page.waiting.delete(this.#go);
  }
}

/** Connects an element: *join* makes it live. */
export function connect(host: ReactiveControllerHost, join: (live: Live) => void): void {
  if (page.live) join(page.live);
  else new Waiting(host, join);
}

/** Connects a view; until the engine comes it draws what was recorded. */
export function connectView<D>(host: ConnectedView<D>, tag: string, read: Read<D>): void {
  if (page.live?.view(host, tag, read)) return;
  offers.set(host, host.choices);
  host.choices = {};
  const alone = new Redrawing(host, read);
  new Waiting(host, (live) => {
    if (!live.view(host, tag, read)) return false;
    alone.end();
    host.choices = {...offers.get(host), ...host.choices};
    offers.delete(host);
    return true;
  });
}
