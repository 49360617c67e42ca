import type {ConnectedView} from "./connection.ts";
import {given} from "./plan.ts";
import type {Plan} from "./plan.ts";
import {childJson, fetchJson, pickRecorded} from "./recorded.ts";

/** Draws a recorded result in a view: what `src` or a script inside holds. */
export class Recording<D> {
  readonly #host: ConnectedView<D>;
  readonly #plan: Plan<D>;
  /** What is drawn, as a key. */
  #shown: string | undefined;
  #reading = new AbortController();
  /** What was read, so that another prompt of the same trace needs no second reading. */
  #read: {readonly from: string; readonly value: Promise<unknown>} | undefined;

  constructor(host: ConnectedView<D>, plan: Plan<D>) {
    this.#host = host;
    this.#plan = plan;
  }

  /** Whether something recorded is drawn, or was tried. */
  get used(): boolean {
    return this.#shown !== undefined;
  }

  /** Reads again, whatever was read. */
  forget(): void {
    this.#shown = this.#read = undefined;
  }

  /** Draws what was recorded; returns whether there is anything recorded. *canRun*: whether a model could run instead. */
  draw(canRun: boolean): boolean {
    const {src, prompt} = given({src: this.#host.src, prompt: this.#host.prompt});
    const script = this.#host.querySelector(':scope > script[type="application/json"]');
    if (!script && !src) return false;
    const from = src ? `src:${src}` : `child:${script!.textContent}`;
    const shown = JSON.stringify([from, prompt ?? null, canRun]);
    if (shown === this.#shown) return true;
    this.#shown = shown;
    this.#reading.abort();
    this.#reading = new AbortController();
    if (this.#read?.from !== from)
      this.#read = {from, value: src ? fetchJson(src) : childJson(this.#host)};
    void this.#show(this.#read.value, prompt, canRun, this.#reading.signal);
    return true;
  }

  async #show(
    reading: Promise<unknown>,
    prompt: string | undefined,
    canRun: boolean,
    signal: AbortSignal
  ): Promise<void> {
    const host = this.#host;
    try {
      const data = pickRecorded(await reading, {
        prompt,
        read: (result) => this.#plan.read(result),
        what: `<${host.localName}>`
      });
      if (signal.aborted) return;
      host.data = data;
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
