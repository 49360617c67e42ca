/** What notebooks ask for models: nobody is asked, and nothing brought or kept, before the reader has agreed. */
import {filesOfModel, format, TokenWanted} from "@ecco/cells/model-picker";
import type {ModelEntry, ModelTransfer} from "@ecco/cells/model-picker";
import type {ToFrame, ToShell} from "../protocol/messages.ts";
import type {Grants} from "./grants.ts";
import {questions} from "./model-wish.ts";
import type {DeskServer, Named, Step, Wanted} from "./model-wish.ts";

interface Wish extends Wanted {
  step: Step;
  named: Named;
  bytes: number | null;
  transfer: ModelTransfer | null;
  message: string;
  token: string | undefined;
  /** Whether its size is known, or known not to be said, and agreed to. */
  agreed: boolean;
  /** The calls that wait for it. */
  readonly calls: Set<number>;
  readonly controller: AbortController;
}

export interface DeskOptions {
  /** Path of the notebook: what models that are named by their place lie beside. */
  readonly notebook: string;
  /** What the reader has agreed to for this notebook. */
  readonly grants: Grants;
  readonly server: DeskServer;
  readonly send: (message: ToFrame) => void;
  readonly changed: () => void;
}

/** How much a notebook may want at once; what is more waits, or is refused. */
export const limits = {
  /** Questions the reader sees. */
  questions: 3,
  working: 4,
  wishes: 200,
  calls: 1000,
  /** Characters of a model's name. */
  name: 2000,
  /** How often the same is asked again after the reader has said no. */
  asked: 3,
  /** Bytes that are downloaded without another question, from a host that may be asked. */
  unasked: 100_000_000,
  /** Of what a notebook has kept: in one model. */
  files: 64,
  bytes: 4_000_000_000
} as const;

/** In ms: longer than a second click takes. */
const moment = 700;

/** Whether a model is named by its place, and not by a scheme: hf:, https:, local:. */
const isPlace = (src: string): boolean => !/^[a-z][a-z+.-]+:/i.test(src);
const nobody: Named = {host: null, address: null, isPrivate: false, token: false, here: true};

type Asking = Extract<
  ToShell,
  {kind: "wants model" | "leaves model" | "lists models" | "keeps files"}
>;

export class ModelDesk {
  readonly #wishes = new Map<string, Wish>();
  readonly #options: DeskOptions;
  /** How often the reader has said no to a model. */
  readonly #declined = new Map<string, number>();
  /** Whether the reader wants no more questions of this notebook. */
  #silent = false;
  #working = 0;
  #kept = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The questions that are shown. */
  #shown = "";
  #listing: Promise<readonly ModelEntry[]> | null = null;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** What the reader has to decide, a few at a time, and what is on its way. */
  get wanted(): readonly Wanted[] {
    const all = [...this.#wishes.values()];
    const asked = all.filter(({step}) => questions.has(step)).slice(0, limits.questions);
    return [...all.filter(({transfer}) => transfer !== null), ...asked];
  }

  /** Whether the questions are so new that a click may have been meant for what stood there before. */
  get isFresh(): boolean {
    return this.#timer !== undefined;
  }

  /** How many more questions wait behind those that are shown. */
  get waiting(): number {
    const all = [...this.#wishes.values()].filter(
      ({step}) => questions.has(step) || step === "queued"
    );
    return Math.max(0, all.length - limits.questions);
  }

  hear(message: Asking): void {
    const {call} = message;
    const work: {readonly [K in Asking["kind"]]: () => Promise<void> | void} = {
      "wants model": () => this.#want(call, (message as {src: string}).src),
      "lists models": async () => {
        const models = await this.#list();
        this.#options.send({kind: "models", call, models: [...models]});
      },
      "keeps files": () => this.#wantKept(call, (message as {files: File[]}).files),
      "leaves model": () => this.#leave(call)
    };
    new Promise<void>((done) => done(work[message.kind]())).catch((error: unknown) =>
      this.#refuse([call], error)
    );
  }

  /** Goes on with what the reader has agreed to. */
  accept(key: string, token: string | null): void {
    const wish = this.#wishes.get(key);
    if (!wish || !questions.has(wish.step)) return;
    if (wish.step === "consent") this.#options.grants.add("model", wish.src);
    if (wish.step === "token") wish.token = token ?? undefined;
    if (wish.step === "size") wish.agreed = true;
    wish.step = "ready";
    this.#go();
  }

  /** Stops it, or does not begin; *why* is what the cell hears, when the reader has not said no. */
  decline(key: string, why?: string): void {
    const wish = this.#wishes.get(key);
    if (!wish) return;
    this.#declined.set(wish.src, (this.#declined.get(wish.src) ?? 0) + 1);
    const what = wish.files.length > 0 ? "kept" : wish.named.here ? "used" : "downloaded";
    this.#end(
      wish,
      new Error(why ?? `${wish.src} was not ${what}; run the cell again to be asked again`)
    );
  }

  /** Refuses all this notebook asks, now and until it is opened again. */
  declineAll(): void {
    this.#silent = true;
    const asked = [...this.#wishes.values()].filter(
      ({step}) => questions.has(step) || step === "queued" || step === "asking"
    );
    // All are gone before the first is answered: none takes the place of another.
    for (const {key} of asked) this.#wishes.delete(key);
    for (const wish of asked) this.#end(wish, unasked());
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const {controller} of this.#wishes.values()) controller.abort();
    this.#wishes.clear();
  }

  #want(call: number, src: string): void {
    if (src.length > limits.name)
      throw new Error(`${src.slice(0, 80)}…: a model's name has at most ${limits.name} characters`);
    const known = this.#wishes.get(src);
    if (known && known.calls.size < limits.calls) return void known.calls.add(call);
    const isFree = isPlace(src) || this.#options.grants.has("model", src);
    this.#add(src, call, {
      src,
      step: isFree ? "ready" : "queued",
      named: isPlace(src) ? nobody : {...nobody, here: false}
    });
  }

  async #wantKept(call: number, given: readonly File[]): Promise<void> {
    const {name, files} = filesOfModel(given);
    const bytes = files.reduce((sum, {file}) => sum + file.size, 0);
    if (files.length > limits.files || bytes > limits.bytes)
      throw new Error(
        `${name}: got ${files.length} files of ${format.bytes(bytes)}, expected at most ${limits.files} of ${format.bytes(limits.bytes)}; choose them in the editor's own list of models`
      );
    this.#add(`keep ${++this.#kept}`, call, {
      src: `local:${name}`,
      step: "queued",
      bytes,
      files: files.map(({file}) => file)
    });
  }

  #add(key: string, call: number, about: Pick<Wish, "src" | "step"> & Partial<Wish>): void {
    const asks = about.step === "queued";
    const often = (this.#declined.get(about.src) ?? 0) >= limits.asked;
    if (asks && (this.#silent || often)) throw unasked();
    if (this.#wishes.has(key) || this.#wishes.size >= limits.wishes)
      throw new Error("this notebook asks for too many models at once; wait for some of them");
    this.#wishes.set(key, {
      key,
      named: nobody,
      bytes: null,
      files: [],
      transfer: null,
      message: "",
      token: undefined,
      agreed: false,
      calls: new Set([call]),
      controller: new AbortController(),
      ...about
    });
    this.#go();
  }

  /** Begins what may begin: a few questions, a few downloads. */
  #go(): void {
    let asked = 0;
    for (const wish of this.#wishes.values()) {
      if (wish.step === "ready" && this.#working < limits.working)
        void this.#work(wish, () => (wish.files.length > 0 ? this.#keep(wish) : this.#bring(wish)));
      if (questions.has(wish.step) || wish.step === "asking") asked++;
      if (wish.step === "queued" && asked < limits.questions) {
        asked++;
        void this.#work(wish, () => this.#ask(wish), "asking");
      }
    }
    this.#rest();
    this.#options.changed();
  }

  /** Questions that are new, or stand elsewhere now, are not answered for a moment: see isFresh. */
  #rest(): void {
    const shown = JSON.stringify(this.wanted.map(({key, step}) => [key, step]));
    if (shown === this.#shown) return;
    this.#shown = shown;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#options.changed();
    }, moment);
  }

  /** Does one step of a wish; what it throws ends the wish. */
  async #work(
    wish: Wish,
    work: () => Promise<void>,
    step: "working" | "asking" = "working"
  ): Promise<void> {
    wish.step = step;
    const counts = step === "working" ? 1 : 0;
    this.#working += counts;
    try {
      await work();
    } catch (error) {
      if (!wish.controller.signal.aborted) {
        // No other host is given a token.
        if (error instanceof TokenWanted && wish.src.startsWith("hf:")) {
          wish.step = "token";
          wish.message = error.message;
        } else this.#end(wish, error);
      }
    } finally {
      this.#working -= counts;
      wish.transfer = null;
      this.#go();
    }
  }

  /** Asks the reader; of a host no more is known than its name. */
  async #ask(wish: Wish): Promise<void> {
    if (wish.files.length === 0) {
      wish.named = await this.#options.server.name(wish.src);
      wish.step = this.#options.grants.has("model", wish.src) ? "ready" : "consent";
      return;
    }
    const room = await this.#options.server.room();
    if (room !== null && wish.bytes! > room)
      throw new Error(
        `${wish.src}: ${format.bytes(wish.bytes!)}, and notebooks may keep ${format.bytes(room)} more on this computer; remove models that are not needed`
      );
    wish.step = "keep";
  }

  async #bring(wish: Wish): Promise<void> {
    const {src, calls, controller, token} = wish;
    const {notebook, server} = this.#options;
    const {signal} = controller;
    const beside = isPlace(src);
    if (!beside && !wish.agreed) {
      const {bytes, here, host, name} = await server.describe(src, {signal, token});
      wish.named = {...wish.named, here, host};
      wish.bytes = bytes;
      if (!here && (bytes === null || bytes > limits.unasked)) {
        wish.step = "size";
        return;
      }
      wish.agreed = true;
      if (!here) wish.transfer = {name, loaded: 0, total: bytes};
    }
    const progress = (transfer: ModelTransfer): void => this.#show(wish, transfer);
    const most = wish.bytes ?? undefined;
    const address = await server.bring(src, {signal, token, notebook, beside, most, progress});
    if (signal.aborted) return;
    this.#wishes.delete(wish.key);
    this.#answer(calls, address);
  }

  async #keep(wish: Wish): Promise<void> {
    const {signal} = wish.controller;
    const progress = (transfer: ModelTransfer): void => this.#show(wish, transfer);
    const src = await this.#options.server.keep(wish.files, {signal, progress, forNotebook: true});
    if (signal.aborted) return;
    this.#options.grants.add("model", src);
    this.#wishes.delete(wish.key);
    this.#answer(wish.calls, src);
  }

  #show(wish: Wish, transfer: ModelTransfer): void {
    if (wish.controller.signal.aborted) return;
    wish.transfer = transfer;
    for (const call of wish.calls) this.#options.send({kind: "model progress", call, transfer});
    this.#options.changed();
  }

  /** Stops what nobody waits for any more. */
  #leave(call: number): void {
    for (const wish of this.#wishes.values())
      if (wish.calls.delete(call) && wish.calls.size === 0) this.#end(wish, null);
  }

  #end(wish: Wish, error: unknown): void {
    this.#wishes.delete(wish.key);
    wish.controller.abort();
    this.#refuse(wish.calls, error);
    this.#go();
  }

  /** Returns the models a notebook may know of: those that come with Ecco, and those it was granted. */
  async #list(): Promise<readonly ModelEntry[]> {
    const {server, grants} = this.#options;
    this.#listing ??= server.list().finally(() => (this.#listing = null));
    return (await this.#listing)
      .filter(({src, removable}) => removable !== true || grants.has("model", src))
      .map(({src, name, bytes, detail}) => ({src, name, bytes, ...(detail ? {detail} : {})}));
  }

  #answer(calls: Iterable<number>, value: string): void {
    for (const call of calls) this.#options.send({kind: "model answer", call, value, error: null});
  }
  #refuse(calls: Iterable<number>, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    for (const call of calls)
      this.#options.send({kind: "model answer", call, value: null, error: message});
  }
}

const unasked = (): Error =>
  new Error("the reader wants no more questions of this notebook; open it again to be asked");
