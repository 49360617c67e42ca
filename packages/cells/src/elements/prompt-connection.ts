/** Connects a field to a model: the prompt they share, and how many tokens it has. */
import type {Token} from "@ecco/engine";
import {askedOf, samePrompt} from "@ecco/viz";
import type {ReactiveController} from "lit";
import {keyOf} from "../questions/answers.ts";
import {Latest} from "../questions/latest.ts";
import {Group} from "./group.ts";
import type {ConnectedPrompt} from "./prompt.ts";
import {toSource} from "./source.ts";
import {Surrounding} from "./surrounding.ts";

/** What the value is made of. */
const parts = ["value", "chat", "system", "messages", "continue", "literal"] as const;

export class PromptConnection implements ReactiveController {
  readonly #host: ConnectedPrompt;
  readonly #surrounding: Surrounding;
  readonly #own = new Group();
  readonly #latest: Latest<{readonly tokens: readonly Token[]}>;
  #group: Group | undefined;
  /** What the tokens shown belong to. */
  #counted: string | undefined;
  /** The parts of the value, as they were in the last update. */
  #written: readonly unknown[] = [];

  constructor(host: ConnectedPrompt) {
    this.#host = host;
    this.#surrounding = new Surrounding(host, this.#changed);
    this.#latest = new Latest({
      started: () => undefined,
      answered: ({tokens}) => (host.tokens = tokens),
      // Nothing can be counted: an empty text, say. The views tell why.
      failed: () => (host.tokens = undefined)
    });
    host.addEventListener("ecco-token-hover", (event) => {
      const {position} = (event as CustomEvent<{readonly position: number | null}>).detail;
      if (this.#group) this.#group.link.highlight = position;
    });
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    queueMicrotask(() => {
      if (!this.#host.isConnected) this.#join(undefined);
    });
  }

  hostUpdate(): void {
    const host = this.#host;
    const written = parts.map((name) => host[name]);
    const isWritten = written.some((value, i) => value !== this.#written[i]);
    this.#share(isWritten);
    this.#written = parts.map((name) => host[name]);
  }

  #share(isWritten: boolean): void {
    const host = this.#host;
    const {model, backend} = host;
    const group = !model ? this.#surrounding.group : this.#own;
    this.#own.source = !model ? undefined : toSource(model, backend ?? undefined);
    const joined = group !== this.#group;
    this.#join(group);
    if (!group) {
      this.#counted = host.tokens = undefined;
      return;
    }
    // The field has the word, unless it is empty and the model already has a prompt.
    const {prompt} = group;
    const takes = joined
      ? askedOf(host.value) === undefined && prompt
      : !isWritten && prompt !== undefined;
    if (takes && !samePrompt(prompt, host.value)) host.value = prompt;
    group.prompt = host.value;
    this.#count(group);
    host.highlight = group.link.highlight;
    host.selected = group.link.selected;
  }

  #join(group: Group | undefined): void {
    if (group === this.#group) return;
    group?.addEventListener("change", this.#changed);
    group?.link.addEventListener("change", this.#changed);
    group?.join();
    this.#group?.removeEventListener("change", this.#changed);
    this.#group?.link.removeEventListener("change", this.#changed);
    this.#group?.leave();
    this.#group = group;
  }

  readonly #changed = (): void => this.#host.requestUpdate();

  #count({loading, asked}: Group): void {
    const read = askedOf(asked);
    if (loading.state !== "ready") {
      this.#counted = undefined;
      return;
    }
    const {model} = loading;
    this.#host.limit = model.info.context;
    const key = keyOf(read ?? "");
    if (key === this.#counted) return;
    this.#counted = key;
    this.#latest.ask(async (signal) => {
      const tokens = read === undefined ? [] : await model.tokenize(read);
      signal.throwIfAborted();
      return {tokens};
    });
  }
}
