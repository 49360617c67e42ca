import type {Manner, PromptInput, View} from "@ecco/viz";
import {promptOf} from "../elements/conversation.ts";
import {childJson, fetchJson, pickRecorded} from "./read-json.ts";

/** What a view needs to draw what was recorded. */
export interface RecordedView<D> extends View<D, unknown>, Manner {
  /** The prompt to look for in a trace; the first result that fits without it. */
  prompt: PromptInput | undefined;
  /** A recorded result or trace. */
  src: string | undefined;
}

/** Returns a recorded result in a view's form; undefined when it is none of its kind. */
export type Read<D> = (recorded: unknown) => D | undefined;

/** Draws a recorded result in a view: what `src` or a script inside holds. */
export class Recording<D> {
  readonly #host: RecordedView<D>;
  readonly #read: Read<D>;
  /** What is drawn, as a key. */
  #shown: string | undefined;
  #reading = new AbortController();
  #waits = false;
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

  /** Reads again, whatever was read. */
  forget(): void {
    this.#shown = this.#source = undefined;
  }

  /** Draws what was recorded; returns whether there is anything recorded. *canRun*: whether a model could run instead. */
  draw(canRun: boolean): boolean {
    // An attribute that was taken away is null.
    const src = this.#host.src ?? undefined;
    const script = this.#host.querySelector(':scope > script[type="application/json"]');
    if (!script && !src) {
      this.#waitForScript();
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
    const from = src ? `src:${src}` : `child:${script!.textContent}`;
    const shown = JSON.stringify([from, prompt ?? null, canRun]);
    if (shown === this.#shown) return true;
    this.#shown = shown;
    this.#reading.abort();
    this.#reading = new AbortController();
    if (this.#source?.from !== from)
      this.#source = {from, value: src ? fetchJson(src) : childJson(this.#host)};
    void this.#show(this.#source.value, prompt, canRun, this.#reading.signal);
    return true;
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
