/** Connects a list of models to where they are kept. */
import type {ModelPick, ModelPicker} from "@ecco/viz";
import type {ReactiveController} from "lit";
import {configure} from "../settings.ts";
import {browserShelf} from "../shelf/browser-shelf.ts";
import {TokenWanted} from "../shelf/shelf.ts";
import type {Shelf} from "../shelf/shelf.ts";

type Handlers = {
  readonly [N in ModelPick["name"]]: (pick: Extract<ModelPick, {name: N}>) => Promise<void> | void;
};

export class PickerConnection implements ReactiveController {
  readonly #host: ModelPicker;
  /** What is under way, and what stops it. */
  #work: AbortController | undefined;
  /** The source that waits for an answer. */
  #offered: string | undefined;
  /** Whether the list is shown; undefined until it was asked for. */
  #shown: boolean | undefined;

  constructor(host: ModelPicker) {
    this.#host = host;
    host.addEventListener("ecco-pick", (event) => {
      const pick = (event as CustomEvent<ModelPick>).detail;
      void this.#handlers[pick.name](pick as never);
    });
    host.addController(this);
    host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#work?.abort();
  }

  hostUpdated(): void {
    const {open} = this.#host;
    const before = this.#shown;
    this.#shown = open;
    if (before === undefined || (open && !before)) void this.#list();
  }

  readonly #handlers: Handlers = {
    open: ({src}) => this.#open(src),
    files: ({files}) =>
      this.#attempt(async (shelf, call) => {
        const src = await shelf.keep(files, call);
        await this.#list();
        this.#host.choose(src);
      }),
    accept: ({token}) => {
      const src = this.#offered;
      if (src === undefined) return;
      return this.#get(src, token ?? undefined);
    },
    decline: () => this.#withdraw(),
    stop: () => this.#work?.abort(),
    remove: ({src}) =>
      this.#attempt(async (shelf) => {
        await shelf.remove(src);
        await this.#list();
      })
  };

  #open(src: string): Promise<void> {
    this.#withdraw();
    return this.#attempt(async (shelf, call) => {
      try {
        const {name, bytes, here, host} = await shelf.describe(src, call);
        if (here || host === null) return this.#host.choose(src);
        this.#offered = src;
        this.#host.offer = {name, bytes, host, place: shelf.place};
      } catch (error) {
        if (!(error instanceof TokenWanted)) throw error;
        this.#offered = src;
        this.#host.message = error.message;
        this.#host.offer = {
          name: src,
          bytes: null,
          host: "huggingface.co",
          place: shelf.place,
          token: true
        };
      }
    });
  }

  #get(src: string, token: string | undefined): Promise<void> {
    const offer = this.#host.offer;
    this.#withdraw();
    return this.#attempt(async (shelf, call) => {
      try {
        await shelf.fetch(src, token === undefined ? call : {...call, token});
      } catch (error) {
        if (!(error instanceof TokenWanted) || !offer) throw error;
        this.#offered = src;
        this.#host.offer = {...offer, token: true};
        throw error;
      }
      await this.#list();
      this.#host.choose(src);
    });
  }

  #withdraw(): void {
    this.#offered = undefined;
    this.#host.offer = null;
  }

  async #list(): Promise<void> {
    try {
      this.#host.models = await shelfOf().list();
    } catch (error) {
      this.#host.message = messageOf(error);
    }
  }

  /** Does one thing at a time; the newest wins. */
  async #attempt(
    work: (
      shelf: Shelf,
      call: {signal: AbortSignal; progress: (transfer: ModelPicker["transfer"]) => void}
    ) => Promise<void>
  ): Promise<void> {
    this.#work?.abort();
    const own = (this.#work = new AbortController());
    const isOwn = (): boolean => this.#work === own;
    this.#host.message = "";
    try {
      await work(shelfOf(), {
        signal: own.signal,
        progress: (transfer) => isOwn() && (this.#host.transfer = transfer)
      });
    } catch (error) {
      if (isOwn() && !own.signal.aborted) this.#host.message = messageOf(error);
    } finally {
      if (isOwn()) {
        this.#host.transfer = null;
        this.#work = undefined;
      }
    }
  }
}

const shelfOf = (): Shelf => configure().shelf ?? browserShelf;
const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
