/** Connects a view to a model: asks for what it shows, one run at a time, and shares hover and selection. */
import {ContextConsumer} from "@lit/context";
import {format} from "@ecco/viz";
import type {View} from "@ecco/viz";
import type {ReactiveController} from "lit";
import {Latest} from "../questions/latest.ts";
import {keyOf} from "../questions/answers.ts";
import {Group, groupContext} from "./group.ts";
import type {Loading, ModelSource} from "./group.ts";
import {dropLink, takeLink} from "./link.ts";
import type {Link} from "./link.ts";
import {given} from "./plan.ts";
import type {Plan} from "./plan.ts";
import {childJson, fetchJson, pickRecorded} from "./recorded.ts";
import {toSource} from "./source.ts";
import type {ModelLike} from "./source.ts";

/** What a connected view has beside a view's own properties. */
export interface ConnectedView<D> extends View<D, unknown> {
  /** A model of its own: a name, an address or a notebook's handle; the surrounding `<ecco-model>` without it. */
  model: ModelLike | undefined;
  backend: string | undefined;
  /** A prompt of its own; the surrounding `<ecco-model>`'s without it. */
  prompt: string | undefined;
  /** A recorded result or trace. */
  src: string | undefined;
  /** The prompt that the picture belongs to; undefined for recorded results and while there is none. */
  shownPrompt: string | undefined;
}

/** An answer, and the prompt it belongs to. */
interface Answer<D> {
  readonly data: D;
  readonly prompt: string;
}

export class Connection<D> implements ReactiveController {
  readonly #host: ConnectedView<D>;
  readonly #plan: Plan<D>;
  readonly #surrounding: ContextConsumer<typeof groupContext, ConnectedView<D>>;
  readonly #own: Group = new Group();
  readonly #latest: Latest<Answer<D>>;
  #group: Group | undefined;
  #link: Link | undefined;
  #linkName: string | undefined;
  /** What was asked last, as a key. */
  #asked: string | undefined;
  #before = "";
  #failed: string | undefined;
  #scheduled = false;
  #stopped = false;
  #live = false;
  #recorded: {readonly from: string; readonly reading: AbortController} | undefined;
  #readAgain = false;

  constructor(host: ConnectedView<D>, plan: Plan<D>) {
    this.#host = host;
    this.#plan = plan;
    this.#surrounding = new ContextConsumer(host, {
      context: groupContext,
      subscribe: true,
      callback: () => this.schedule()
    });
    this.#latest = new Latest<Answer<D>>({
      started: () => this.schedule(),
      answered: (answer) => this.#answered(answer),
      failed: (error) => {
        this.#failed = error instanceof Error ? error.message : String(error);
        this.schedule();
      }
    });
    host.addController(this);
    host.addEventListener("ecco-token-hover", this.#pointed as EventListener);
    host.addEventListener("input", this.#pinned);
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
      this.#asked = undefined;
      this.#join(undefined);
      this.#joinLink(undefined, undefined);
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
    const {model, backend, prompt, src} = given(this.#props());
    const own: ModelSource | undefined = model === undefined ? undefined : toSource(model, backend);
    if (!this.#live && this.#readRecorded(src, own !== undefined)) return;
    this.#own.source = own;
    const group = own ? this.#own : this.#surrounding.value;
    this.#join(group);
    if (!group) return;
    const text = prompt ?? group.prompt;
    if (own || prompt !== undefined)
      this.#joinLink(keyOf([own ?? group.source, text ?? ""]), undefined);
    else this.#joinLink(undefined, group.link);
    this.#share();
    this.#ask(group, text);
    this.#say(group.loading, text, group.notice);
  }

  #props(): Pick<ConnectedView<D>, "model" | "backend" | "prompt" | "src"> {
    const {model, backend, prompt, src} = this.#host;
    return {model, backend, prompt, src};
  }

  #join(group: Group | undefined): void {
    if (group === this.#group) return;
    group?.addEventListener("change", this.#changed);
    group?.join();
    this.#group?.removeEventListener("change", this.#changed);
    this.#group?.leave();
    this.#group = group;
  }

  #joinLink(name: string | undefined, given: Link | undefined): void {
    if (name !== undefined && name === this.#linkName) return;
    const before = this.#link;
    const next = name === undefined ? given : takeLink(name, before);
    if (this.#linkName !== undefined) dropLink(this.#linkName);
    this.#linkName = name;
    if (next === before) return;
    before?.removeEventListener("change", this.#changed);
    next?.addEventListener("change", this.#changed);
    this.#link = next;
  }

  readonly #changed = (): void => this.schedule();

  #ask({loading}: Group, prompt: string | undefined): void {
    if (loading.state !== "ready") {
      // Another model's answer shall not come late.
      this.#latest.stop();
      this.#asked = undefined;
      return;
    }
    if (!prompt) {
      this.#latest.stop();
      this.#asked = this.#failed = undefined;
      this.#host.data = this.#host.shownPrompt = undefined;
      this.#host.suggestion ||= this.#before;
      return;
    }
    const {model} = loading;
    const request = this.#plan.request(prompt);
    const key = keyOf([this.#group?.source, prompt, request]);
    if (key === this.#asked) return;
    const {data, shownPrompt} = this.#host;
    const settled = this.#asked !== undefined && !this.#latest.busy && this.#failed === undefined;
    this.#asked = key;
    this.#before = prompt;
    if (settled && shownPrompt === prompt && data && this.#plan.holds?.(data, request)) return;
    this.#stopped = false;
    this.#latest.ask(async (signal) => {
      this.#host.progress = null;
      const progress = (share: number): void => {
        if (!signal.aborted) this.#host.progress = share;
      };
      const answer = await this.#plan.answer({model, prompt}, request, {signal, progress});
      return {data: answer, prompt};
    });
  }

  #answered({data, prompt}: Answer<D>): void {
    const host = this.#host;
    this.#failed = undefined;
    this.#plan.arriving?.(data, host.data);
    host.data = data;
    host.shownPrompt = prompt;
    this.schedule();
  }

  /** Says what goes on, in the view's own words for it. */
  #say(loading: Loading, prompt: string | undefined, notice: string | undefined): void {
    const host = this.#host;
    const set = (state: typeof host.state, message = "", progress: number | null = null): void => {
      host.state = state;
      host.message = message;
      host.progress = progress;
    };
    host.notice = notice;
    if (loading.state === "failed") return set("error", loading.message);
    if (loading.state === "loading" || loading.state === "none") {
      const {loaded, total} = loading.state === "loading" ? loading : {loaded: 0, total: null};
      const share = total ? loaded / total : null;
      const name = this.#group?.source?.src ?? "the model";
      const size = total ? `, ${format.bytes(loaded)} of ${format.bytes(total)}` : "";
      return set("loading", `${name} is loading${size}`, share);
    }
    if (!prompt) return set(undefined);
    if (this.#stopped) return set("stale", "Stopped");
    if (this.#latest.busy) return set("running", "", host.progress);
    if (this.#failed !== undefined) return set("error", this.#failed);
    if (host.data !== undefined) return set("live");
  }

  /** Draws what was recorded, if anything was; returns whether that is all there is to do. */
  #readRecorded(src: string | undefined, canRun: boolean): boolean {
    const host = this.#host;
    const script = host.querySelector(':scope > script[type="application/json"]');
    if (!script && !src) return false;
    const from = src ? `src:${src}` : `child:${script!.textContent}`;
    if (this.#recorded?.from === from && !this.#readAgain) return true;
    this.#readAgain = false;
    this.#recorded?.reading.abort();
    const reading = new AbortController();
    this.#recorded = {from, reading};
    void (async () => {
      try {
        const value = src ? await fetchJson(src, reading.signal) : childJson(host);
        const data = pickRecorded(value, {
          prompt: given(this.#props()).prompt,
          read: (result) => this.#plan.read(result),
          what: `<${host.localName}>`
        });
        if (reading.signal.aborted) return;
        host.data = data;
        // Only with a model there is something to press.
        host.state = canRun ? "recorded" : undefined;
        host.notice = canRun ? undefined : "recorded result";
        host.message = "";
      } catch (error) {
        if (reading.signal.aborted) return;
        host.state = "error";
        host.message = error instanceof Error ? error.message : String(error);
      }
    })();
    return true;
  }

  /** Shows what is pointed at and selected in other views. */
  #share(): void {
    const link = this.#link;
    const host = this.#host;
    if (!link) return;
    const {inward = (position: number) => position} = this.#plan;
    const place = (position: number | null): number | null =>
      position === null ? null : inward.call(this.#plan, position, host.data);
    host.highlight = place(link.highlight);
    host.selected = place(link.selected);
  }

  readonly #pointed = (event: CustomEvent<{readonly position: number | null}>): void => {
    if (!this.#link) return;
    const {position} = event.detail;
    const {outward = (place: number) => place} = this.#plan;
    this.#link.highlight =
      position === null ? null : outward.call(this.#plan, position, this.#host.data);
    this.schedule();
  };

  readonly #pinned = (event: Event): void => {
    if (event.target !== this.#host) return;
    if (this.#link && this.#plan.selection)
      this.#link.selected = this.#plan.selection(this.#host.data);
    this.schedule();
  };

  readonly #acted = (event: CustomEvent<{readonly name: string}>): void => {
    this.#actions[event.detail.name]?.();
  };

  readonly #actions: Readonly<Record<string, () => void>> = {
    run: () => {
      this.#live ||= this.#recorded !== undefined && given(this.#props()).model !== undefined;
      if (this.#host.state === "error" && this.#recorded && !this.#live) this.#readAgain = true;
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
      const {suggestion} = this.#host;
      if (given(this.#props()).prompt !== undefined) this.#host.prompt = suggestion;
      else if (this.#group) this.#group.prompt = suggestion;
    }
  };
}
