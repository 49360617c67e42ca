import type {Manner, PromptInput, View} from "@ecco/viz";
import {promptOf} from "../elements/conversation.ts";
import {whenHydrated} from "./hydrated.ts";
import {childJson, fetchJson, pickRecorded} from "./read-json.ts";
import {isUnwritten, writtenData} from "./written-data.ts";

/** What a view needs to draw what was recorded. */
export interface RecordedView<D> extends View<D, unknown>, Manner {
  /** The prompt to look for in a trace; the first result that fits without it. */
  prompt: PromptInput | undefined;
  /** A recorded result or trace. */
  src: string | undefined;
}

/** Returns a recorded result in a view's form; undefined when it is none of its kind. */
export type Read<D> = (recorded: unknown) => D | undefined;

/** Draws data that a framework has noted, unless there are others by now. */
function drawGiven<D>(host: RecordedView<D>, data: object): void {
  if (host.isConnected) host.data ??= data as D;
}

/** Draws a recorded result in a view: what `src` or a script inside holds. */
export class Recording<D> {
  readonly #host: RecordedView<D>;
  readonly #read: Read<D>;
  /** What is drawn, as a key. */
  #shown: string | undefined;
  #reading = new AbortController();
  #waits = false;
  #looks = false;
  /** What was read, so that another prompt of the same trace needs no second reading. */
  #source: {readonly from: string; readonly value: Promise<unknown>} | undefined;

  constructor(host: RecordedView<D>, read: Read<D>) {
    this.#host = host;
    this.#read = read;
  }

  /** Whether something recorded is drawn, or was tried. */
  get used(): boolean {
    return this.#shown !== undefined;
  }

  /** Draws nothing more of what is being read. */
  stop(): void {
    this.#reading.abort();
  }

  /** Reads again, whatever was read. */
  forget(): void {
    this.#shown = this.#source = undefined;
  }

  /** Draws what was recorded; returns whether there is anything recorded. *canRun*: whether a model could run instead. */
  draw(canRun: boolean): boolean {
    // An attribute that was taken away is null.
    const src = this.#host.src ?? undefined;
    const script = this.#host.querySelector(':scope > script[type="application/json"]');
    const written = src || script ? null : this.#written();
    if (!script && !src && written === null) {
      this.#letGo();
      this.#waitForScript();
      this.#lookForGiven();
      return false;
    }
    let prompt: PromptInput | undefined;
    try {
      prompt = promptOf(this.#host, this.#host.prompt);
    } catch (error) {
      this.#host.state = "error";
      this.#host.message = error instanceof Error ? error.message : String(error);
      return true;
    }
    const from = src
      ? `src:${src}`
      : script
        ? `child:${script.textContent}`
        : `data:${written ?? ""}`;
    const shown = JSON.stringify([from, prompt ?? null, canRun]);
    if (shown === this.#shown) return true;
    this.#shown = shown;
    this.#reading.abort();
    this.#reading = new AbortController();
    if (this.#source?.from !== from) this.#source = {from, value: this.#fetched(src, written)};
    void this.#show(this.#source.value, prompt, canRun, this.#reading.signal);
    return true;
  }

  /** What was wrong with what was recorded is over when that is taken away. */
  #letGo(): void {
    if (this.#shown === undefined) return;
    this.#reading.abort();
    this.forget();
    if (this.#host.state !== "error") return;
    this.#host.state = undefined;
    this.#host.message = "";
  }

  #fetched(src: string | undefined, written: string | null): Promise<unknown> {
    if (src) return fetchJson(src);
    return written === null ? childJson(this.#host) : writtenData(written, this.#host.localName);
  }

  /** Returns what stands in the attribute `data`; null for nothing, and for what a framework goes on to say as a property. */
  #written(): string | null {
    const text = this.#host.getAttribute("data");
    if (text === null || text === "") return null;
    if (!isUnwritten(text)) return text;
    if (this.#host.data !== undefined) return null;
    if (document.readyState === "complete") return text;
    window.addEventListener("load", () => this.#host.requestUpdate(), {once: true});
    return null;
  }

  /** Of an element that a server has rendered, the property comes later or not at all. */
  #lookForGiven(): void {
    if (this.#looks || this.#host.data !== undefined) return;
    this.#looks = true;
    whenHydrated(this.#host, drawGiven<D>);
  }

  /** A page that is still being read may bring the script later. */
  #waitForScript(): void {
    if (document.readyState !== "loading" || this.#waits) return;
    this.#waits = true;
    const look = (): void => this.#host.requestUpdate();
    document.addEventListener("DOMContentLoaded", look, {once: true});
  }

  async #show(
    reading: Promise<unknown>,
    prompt: PromptInput | undefined,
    canRun: boolean,
    signal: AbortSignal
  ): Promise<void> {
    const host = this.#host;
    try {
      const {data, origin} = pickRecorded(await reading, {
        prompt,
        read: this.#read,
        what: `<${host.localName}>`
      });
      if (signal.aborted) return;
      host.data = data;
      host.origin = origin;
      // Only with a model there is something to press.
      host.state = canRun ? "recorded" : undefined;
      host.notice = canRun ? undefined : "recorded result";
      host.message = "";
    } catch (error) {
      if (signal.aborted) return;
      host.state = "error";
      host.message = error instanceof Error ? error.message : String(error);
    }
  }
}
