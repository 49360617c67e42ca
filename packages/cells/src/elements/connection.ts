/** Connects a view to a model: asks for what it shows, one run at a time. */
import {askedOf, format, promptWords, samePrompt, transferText} from "@ecco/viz";
import type {Origin, PromptInput} from "@ecco/viz";
import type {ReactiveController} from "lit";
import {Course} from "../questions/course.ts";
import {hearing} from "../questions/hearing.ts";
import {Latest} from "../questions/latest.ts";
import {keyOf} from "../questions/answers.ts";
import type {Waiting} from "./consent.ts";
import {promptOf} from "./conversation.ts";
import {Aside} from "./aside.ts";
import {Group} from "./group.ts";
import type {Loading, ModelSource} from "./group.ts";
import {Linking} from "./linking.ts";
import {noticeLine} from "./notice-line.ts";
import {given} from "./plan.ts";
import type {Plan} from "./plan.ts";
import {Recording} from "../recorded/recording.ts";
import type {Read} from "../recorded/recording.ts";
import type {ConnectedView} from "./connected.ts";
import {toSource} from "./source.ts";
import type {ModelLike} from "./source.ts";
import {Surrounding} from "./surrounding.ts";

/** An answer, and the prompt it belongs to. */
interface Answer<D> {
  readonly data: D;
  readonly prompt: PromptInput;
  /** What was asked, by which model. */
  readonly origin: Origin;
}

/** States that only a model can end. */
const unanswered: ReadonlySet<string | undefined> = new Set(["loading", "preparing", "running"]);

export class Connection<D> implements ReactiveController {
  readonly #host: ConnectedView<D>;
  readonly #plan: Plan<D>;
  readonly #surrounding: Surrounding;
  readonly #linking: Linking<D>;
  readonly #recording: Recording<D>;
  readonly #aside: Aside<D>;
  readonly #own: Group = new Group();
  readonly #latest: Latest<Answer<D>>;
  readonly #course = new Course(() => this.schedule());
  #group: Group | undefined;
  /** What was asked last, as a key. */
  #asked: string | undefined;
  #before: PromptInput = "";
  #failed: string | undefined;
  #scheduled = false;
  #stopped = false;
  #live = false;
  /** The prompt that the recorded result is about. */
  #recorded: PromptInput | undefined;
  /** The group whose prompt is heard of while a recorded result is drawn. */
  #watched: Group | undefined;

  constructor(host: ConnectedView<D>, plan: Plan<D>, read: Read<D>) {
    this.#host = host;
    this.#plan = plan;
    this.#surrounding = new Surrounding(host, this.#changed);
    this.#linking = new Linking(host, plan, this.#changed);
    this.#aside = new Aside(host, plan);
    this.#recording = new Recording<D>(host, read);
    this.#latest = new Latest<Answer<D>>({
      started: () => {
        this.#course.begin();
        this.schedule();
      },
      answered: (answer) => this.#answered(answer),
      failed: (error) => {
        this.#course.end();
        this.#failed = error instanceof Error ? error.message : String(error);
        this.schedule();
      }
    });
    host.addController(this);
    host.addEventListener("ecco-action", this.#acted as EventListener);
  }

  hostConnected(): void {
    this.schedule();
  }

  hostUpdated(): void {
    this.schedule();
  }

  hostDisconnected(): void {
    // Moved within the page, or put back by a cell that ran again: it is connected again before this runs.
    queueMicrotask(() => {
      if (this.#host.isConnected) return;
      this.#latest.stop();
      this.#course.end();
      this.#aside.stop();
      this.#asked = undefined;
      this.#join(undefined);
      this.#watch(undefined);
      this.#linking.leave();
    });
  }

  /** Looks, soon and once, at what has changed. */
  schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      if (this.#host.isConnected) this.#sync();
    });
  }

  #sync(): void {
    const {model, backend, prompt} = this.#props();
    const own: ModelSource | undefined = model === undefined ? undefined : toSource(model, backend);
    if (!this.#live && this.#recording.draw(own !== undefined) && !this.#isPassed(own)) {
      this.#latest.stop();
      this.#asked = undefined;
      this.#join(undefined);
      this.#watch(this.#surrounding.group);
      return;
    }
    this.#watch(undefined);
    const {lazy = false, autoload = false} = this.#host;
    this.#own.wish = {lazy, autoload};
    this.#own.source = own;
    const group = own ? this.#own : this.#surrounding.group;
    this.#join(group);
    if (!group?.source) return this.#alone();
    let text: PromptInput | undefined;
    try {
      text = askedOf(promptOf(this.#host, prompt, group.asked));
    } catch (error) {
      return this.#refuse(error);
    }
    if (own || prompt !== undefined || !samePrompt(text, askedOf(group.asked)))
      this.#linking.joinSame(own ?? group.source, text ?? "");
    else this.#linking.joinGroup(group);
    this.#linking.share();
    const asked = this.#plan.about ? this.#plan.about(text) : text;
    this.#ask(group, asked);
    this.#say(group.loading, asked, group.notice);
    this.#lookAside(group.loading);
  }

  /** Whether the prompt of the group is no longer the one that the recorded result is about: from now on the model answers. */
  #isPassed(own: ModelSource | undefined): boolean {
    const {prompt, origin, data} = this.#host;
    const group = this.#surrounding.group;
    // What is the view's own is not the group's.
    if (own || prompt || !group?.source || data === undefined) return false;
    let asked: PromptInput | undefined;
    try {
      asked = askedOf(promptOf(this.#host, undefined, group.asked));
    } catch {
      return false;
    }
    if (asked === undefined) return false;
    // A result that does not say what it is about is about what was asked first.
    this.#recorded ??= origin?.prompt ?? asked;
    this.#live = !samePrompt(asked, this.#recorded);
    return this.#live;
  }

  /** Hears of a group's prompt without wanting its model. */
  #watch(group: Group | undefined): void {
    if (group === this.#watched) return;
    group?.addEventListener("change", this.#changed);
    if (this.#watched !== this.#group) this.#watched?.removeEventListener("change", this.#changed);
    this.#watched = group;
  }

  #lookAside(loading: Loading): void {
    const {state, shownPrompt, data} = this.#host;
    const settled = loading.state === "ready" && state === "live" && shownPrompt !== undefined;
    const subject = settled ? {model: loading.model, prompt: shownPrompt} : undefined;
    this.#aside.look(subject, data);
  }

  /** What the page's author says is no prompt. */
  #refuse(error: unknown): void {
    this.#latest.stop();
    this.#asked = undefined;
    this.#host.state = "error";
    this.#host.message = error instanceof Error ? error.message : String(error);
  }

  /** Without a model: draws what it is given. */
  #alone(): void {
    const host = this.#host;
    this.#latest.stop();
    this.#asked = undefined;
    this.#linking.leave();
    // What the last model has said stays, but nothing is live or under way any more.
    if (host.shownPrompt !== undefined || unanswered.has(host.state)) host.state = undefined;
    host.shownPrompt = undefined;
    if (host.data === undefined && host.state === undefined)
      host.message =
        "no model here; put this view into <ecco-model src>, or give it model and prompt";
  }

  #props(): {
    readonly model?: ModelLike;
    readonly backend?: string;
    readonly prompt?: PromptInput;
  } {
    const {model, backend, prompt} = this.#host;
    return given({model, backend, prompt});
  }

  #join(group: Group | undefined): void {
    if (group === this.#group) return;
    group?.addEventListener("change", this.#changed);
    group?.join();
    this.#group?.removeEventListener("change", this.#changed);
    this.#group?.leave();
    this.#group = group;
  }

  readonly #changed = (): void => this.schedule();

  #ask({loading}: Group, prompt: PromptInput | undefined): void {
    if (loading.state !== "ready") {
      // Another model's answer shall not come late.
      this.#latest.stop();
      this.#asked = undefined;
      return;
    }
    if (prompt === undefined) {
      this.#latest.stop();
      this.#asked = this.#failed = undefined;
      this.#host.data = this.#host.shownPrompt = undefined;
      this.#host.suggestion ||= promptWords(this.#before);
      return;
    }
    const {model} = loading;
    const source = this.#group?.source;
    const request = this.#plan.request(prompt);
    const key = keyOf([source, prompt, request]);
    if (key === this.#asked) return;
    const {data, shownPrompt} = this.#host;
    const settled = this.#asked !== undefined && !this.#latest.busy && this.#failed === undefined;
    this.#asked = key;
    this.#before = prompt;
    if (settled && samePrompt(shownPrompt, prompt) && data && this.#plan.holds?.(data, request))
      return;
    this.#stopped = false;
    this.#course.overtake();
    this.#latest.ask(async (signal) => {
      this.#host.progress = null;
      const progress = (share: number): void => {
        if (signal.aborted) return;
        this.#course.advance(share);
        this.schedule();
      };
      const partial = (data: D): void => {
        if (!signal.aborted) this.#host.data = data;
      };
      const work = {signal, progress, partial};
      const told = hearing(model, this.#course.prepare);
      const answer = await this.#plan.answer({model: told, prompt}, request, work);
      return {data: answer, prompt, origin: {model: source?.src, prompt, request}};
    });
  }

  #answered({data, prompt, origin}: Answer<D>): void {
    const host = this.#host;
    this.#failed = undefined;
    this.#course.end();
    this.#plan.arriving?.(data, host.data);
    host.data = data;
    host.shownPrompt = prompt;
    host.origin = origin;
    // At once, so that picture and state are drawn together.
    if (host.isConnected) this.#sync();
  }

  /** Says what goes on, in the view's own words for it. */
  #say(loading: Loading, prompt: PromptInput | undefined, notice: string | undefined): void {
    const host = this.#host;
    const set = (state: typeof host.state, message = "", progress: number | null = null): void => {
      host.state = state;
      host.message = message;
      host.progress = progress;
    };
    if (loading.state === "offered") return this.#offer(loading, set);
    host.notice = notice && noticeLine(notice);
    if (loading.state === "failed") return set("error", loading.message);
    if (loading.state === "loading" || loading.state === "none") {
      const nothing = {loaded: 0, total: null, share: null};
      const {loaded, total, share} = loading.state === "loading" ? loading : nothing;
      const name = this.#group?.source?.src ?? "the model";
      const far = transferText({rate: null, ...loading, name, loaded, total});
      return set("loading", `${name} is loading${loaded ? `, ${far}` : ""}`, share);
    }
    if (prompt === undefined) return set(undefined);
    if (this.#stopped) return set("stale", "Stopped");
    if (this.#latest.busy) {
      const {preparing, words, share} = this.#course;
      return set(preparing ? "preparing" : "running", words, share);
    }
    if (this.#failed !== undefined) return set("error", this.#failed);
    if (host.data !== undefined) return set("live");
  }

  /** Once what is set stays what it is: every change is another update, and every update asks again. */
  #offer(
    {name, bytes, host: from, place}: Waiting,
    set: (state: "offered", message: string) => void
  ): void {
    const size = bytes === null ? "of unknown size" : format.bytes(bytes);
    this.#host.notice = from === null ? name : `${name}, from ${from}`;
    set("offered", `Run live, ${size}, stays ${place}`);
  }

  readonly #acted = (event: CustomEvent<{readonly name: string}>): void => {
    this.#actions[event.detail.name]?.();
  };

  readonly #actions: Readonly<Record<string, () => void>> = {
    run: () => {
      if (this.#props().model !== undefined) this.#live ||= this.#recording.used;
      else if (this.#host.state === "error") this.#recording.forget();
      this.#group?.retry();
      this.#asked = undefined;
      this.schedule();
    },
    stop: () => {
      this.#stopped = true;
      this.#latest.stop();
      this.schedule();
    },
    try: () => {
      const words = this.#host.suggestion;
      const suggestion = words === promptWords(this.#before) ? this.#before : words;
      if (this.#props().prompt !== undefined) this.#host.prompt = suggestion;
      else if (this.#group) this.#group.prompt = suggestion;
    }
  };
}
