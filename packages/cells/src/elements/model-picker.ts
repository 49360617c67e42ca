import {ModelPicker} from "@ecco/viz";
import type {ModelPick} from "@ecco/viz";
import type {PropertyValues} from "lit";
import {configure} from "../settings.ts";
import {browserShelf} from "../shelf/browser-shelf.ts";
import {TokenWanted} from "../shelf/shelf.ts";
import type {Shelf} from "../shelf/shelf.ts";

type Handlers = {
  readonly [N in ModelPick["name"]]: (pick: Extract<ModelPick, {name: N}>) => Promise<void> | void;
};

/**
 * Chooses a model and brings it here: from the list, by name on the hub or address, or from files of this computer.
 * Nothing is downloaded unasked. `value` is what `<ecco-model src>` and `ecco.model()` take.
 */
export class ConnectedModelPicker extends ModelPicker {
  /** What is under way, and what stops it. */
  #work: AbortController | undefined;
  /** The source that waits for an answer. */
  #offered: string | undefined;

  constructor() {
    super();
    this.addEventListener("ecco-pick", (event) => {
      const pick = (event as CustomEvent<ModelPick>).detail;
      void this.#handlers[pick.name](pick as never);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#work?.abort();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has("open") && this.open) void this.#list();
  }

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    void this.#list();
  }

  readonly #handlers: Handlers = {
    open: ({src}) => this.#open(src),
    files: ({files}) =>
      this.#attempt(async (shelf, call) => {
        const src = await shelf.keep(files, call);
        await this.#list();
        this.choose(src);
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
        if (here || host === null) return this.choose(src);
        this.#offered = src;
        this.offer = {name, bytes, host, place: shelf.place};
      } catch (error) {
        if (!(error instanceof TokenWanted)) throw error;
        this.#offered = src;
        this.message = error.message;
        this.offer = {
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
    const offer = this.offer;
    this.#withdraw();
    return this.#attempt(async (shelf, call) => {
      try {
        await shelf.fetch(src, token === undefined ? call : {...call, token});
      } catch (error) {
        if (!(error instanceof TokenWanted) || !offer) throw error;
        this.#offered = src;
        this.offer = {...offer, token: true};
        throw error;
      }
      await this.#list();
      this.choose(src);
    });
  }

  #withdraw(): void {
    this.#offered = undefined;
    this.offer = null;
  }

  async #list(): Promise<void> {
    try {
      this.models = await shelfOf().list();
    } catch (error) {
      this.message = messageOf(error);
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
    this.message = "";
    try {
      await work(shelfOf(), {
        signal: own.signal,
        progress: (transfer) => isOwn() && (this.transfer = transfer)
      });
    } catch (error) {
      if (isOwn() && !own.signal.aborted) this.message = messageOf(error);
    } finally {
      if (isOwn()) {
        this.transfer = null;
        this.#work = undefined;
      }
    }
  }
}

const shelfOf = (): Shelf => configure().shelf ?? browserShelf;
const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
