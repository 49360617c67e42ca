/** What a model's views share: the model itself and the prompt. */
import {samePrompt} from "@ecco/viz";
import type {Manner, ModelTransfer, PromptInput} from "@ecco/viz";
import {createContext} from "@lit/context";
import {modelKey, openModel, whenOpened} from "../engine/shared-models.ts";
import type {OpenOptions, RemoteModel} from "../engine/remote-model.ts";
import {keyOf} from "../questions/answers.ts";
import {comesAtOnce, waitingFor} from "./consent.ts";
import type {Waiting, Wish} from "./consent.ts";
import {promptOf} from "./conversation.ts";
import {Link} from "./link.ts";

/** Which model, on which backend. */
export interface ModelSource {
  readonly src: string;
  readonly backend?: string | undefined;
  readonly models?: string | undefined;
}

export type Loading =
  | {readonly state: "none"}
  | ({readonly state: "offered"} & Waiting)
  | ({
      readonly state: "loading";
      /** How far it is, 0 to 1, which never goes back; null while that is not known. */
      readonly share: number | null;
    } & Omit<ModelTransfer, "name">)
  | {readonly state: "ready"; readonly model: RemoteModel}
  | {readonly state: "failed"; readonly message: string};

/** Tells "change" whenever something is new; opens its model while somebody uses it. */
export class Group extends EventTarget {
  readonly link: Link = new Link();
  #source: ModelSource | undefined;
  #loading: Loading = {state: "none"};
  #prompt: PromptInput | undefined;
  #manner: Manner = {};
  #notice: string | undefined;
  #users = 0;
  /** Whether a reader has agreed to the download. */
  #agreed = false;
  #wish: Wish = {lazy: false, autoload: false};
  #opening: AbortController | undefined;
  /** Forgets the hope that somebody else gets the model. */
  #settle: (() => void) | undefined;

  get source(): ModelSource | undefined {
    return this.#source;
  }

  set source(source: ModelSource | undefined) {
    if (keyOf(source ?? null) === keyOf(this.#source ?? null)) return;
    this.#close();
    this.#source = source;
    this.#agreed = false;
    this.#notice = undefined;
    this.#open();
    this.#tell();
  }

  /** What the page's author says of downloads; said before the source. */
  set wish(wish: Wish) {
    if (keyOf(wish) === keyOf(this.#wish)) return;
    this.#wish = wish;
    // What is offered or on its way is looked at anew; what is here stays.
    if (this.#loading.state !== "offered" && this.#loading.state !== "loading") return;
    this.#close();
    this.#open();
    this.#tell();
  }

  get loading(): Loading {
    return this.#loading;
  }

  /** The text or conversation; undefined until somebody has said one. */
  get prompt(): PromptInput | undefined {
    return this.#prompt;
  }

  set prompt(prompt: PromptInput | undefined) {
    if (samePrompt(prompt, this.#prompt)) return;
    this.#prompt = prompt;
    this.#tell();
  }

  /** How the prompt is a conversation. */
  set manner(manner: Manner) {
    if (keyOf(manner) === keyOf(this.#manner)) return;
    this.#manner = manner;
    this.#tell();
  }

  /** What is asked about: the prompt, as the conversation that the model's element says. Throws where it is neither text nor conversation. */
  get asked(): PromptInput | undefined {
    return promptOf(this.#manner, this.#prompt);
  }

  /** Why the backend is not the one hoped for. */
  get notice(): string | undefined {
    return this.#notice;
  }

  /** Counts a user in; the model is opened for the first one. */
  join(): void {
    if (this.#users++ === 0) this.#open();
  }

  /** Counts a user out; the model is let go of with the last one. */
  leave(): void {
    if (--this.#users === 0) this.#close();
  }

  /** Tries again after a failure, and agrees to what is offered. */
  retry(): void {
    if (this.#loading.state !== "failed" && this.#loading.state !== "offered") return;
    this.#agreed = true;
    this.#close();
    this.#open();
    this.#tell();
  }

  #open(): void {
    const source = this.#source;
    if (!source || this.#users === 0 || this.#loading.state !== "none") return;
    this.#loading = {state: "loading", loaded: 0, total: null, share: null};
    const controller = (this.#opening = new AbortController());
    const current = (): boolean => this.#opening === controller;
    const options: OpenOptions = {
      backend: source.backend,
      models: source.models,
      signal: controller.signal,
      notice: (message) => {
        if (!current()) return;
        this.#notice = [...new Set([...(this.#notice?.split("\n") ?? []), message])].join("\n");
        this.#tell();
      },
      progress: (loaded, total, detail) => {
        if (!current() || this.#loading.state !== "loading") return;
        const before = this.#loading;
        // What hosts announce may grow; who counts anew begins anew.
        const least = loaded < before.loaded ? 0 : (before.share ?? 0);
        const share = total ? Math.min(1, Math.max(least, loaded / total)) : null;
        this.#loading = {state: "loading", loaded, total, share, ...detail};
        this.#tell();
      }
    };
    const failed = (error: unknown): void => {
      if (!current()) return;
      const message = error instanceof Error ? error.message : String(error);
      this.#loading = {state: "failed", message};
      // A download that was declined here and agreed to in another cell brings it to this view too.
      this.#settle = whenOpened(modelKey(source.src, options), () => this.retry());
      this.#tell();
    };
    const open = (): Promise<RemoteModel> => openModel(source.src, options);
    const asking =
      this.#agreed || comesAtOnce(source, this.#wish)
        ? open()
        : waitingFor(source, this.#wish, controller.signal).then((waiting) => {
            if (waiting === null || !current()) return open();
            this.#offer(source, waiting, options);
            return null;
          });
    asking.then((model) => {
      if (model === null) return;
      if (!current()) return model.dispose();
      this.#loading = {state: "ready", model};
      this.#tell();
      void model.lost?.then((error) => {
        model.dispose();
        failed(error);
      });
    }, failed);
  }

  #offer(source: ModelSource, waiting: Waiting, options: OpenOptions): void {
    this.#loading = {state: "offered", ...waiting};
    // Agreed to in another place, it comes to this one too.
    this.#settle = whenOpened(modelKey(source.src, options), () => this.retry());
    this.#tell();
  }

  #close(): void {
    if (this.#loading.state === "ready") this.#loading.model.dispose();
    this.#loading = {state: "none"};
    this.#settle?.();
    const opening = this.#opening;
    this.#opening = undefined;
    opening?.abort();
  }

  #tell(): void {
    this.dispatchEvent(new Event("change"));
  }
}

/** Carries the group from `<ecco-model>` to what stands in it, whichever script that came with. */
export const groupContext = createContext<Group>(Symbol.for("ecco-model"));
