import type {Token} from "@ecco/engine";
import {askedOf, Prompt, samePrompt} from "@ecco/viz";
import type {PropertyValues} from "lit";
import {keyOf} from "../questions/answers.ts";
import {Latest} from "../questions/latest.ts";
import {texts} from "./converters.ts";
import {Group} from "./group.ts";
import {toSource} from "./source.ts";
import type {ModelLike} from "./source.ts";
import {Surrounding} from "./surrounding.ts";

/** What the value is made of. */
const parts = ["value", "chat", "system", "messages", "continue", "literal"];

/** A field for the prompt of the surrounding `<ecco-model>`, or with `chat` for a conversation, with the number of its tokens, live. */
export class ConnectedPrompt extends Prompt {
  static override properties = {
    ...Prompt.properties,
    suggestions: {converter: texts},
    model: {},
    backend: {}
  };

  /** A model of its own, to count tokens with; the surrounding one without it. */
  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  readonly #surrounding: Surrounding;
  readonly #own = new Group();
  readonly #latest: Latest<{readonly tokens: readonly Token[]}>;
  #group: Group | undefined;
  /** What the tokens shown belong to. */
  #counted: string | undefined;

  constructor() {
    super();
    this.#surrounding = new Surrounding(this, this.#changed);
    this.#latest = new Latest({
      started: () => undefined,
      answered: ({tokens}) => (this.tokens = tokens),
      // Nothing can be counted: an empty text, say. The views tell why.
      failed: () => (this.tokens = undefined)
    });
    this.addEventListener("ecco-token-hover", (event) => {
      const {position} = (event as CustomEvent<{readonly position: number | null}>).detail;
      if (this.#group) this.#group.link.highlight = position;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (!this.isConnected) this.#join(undefined);
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const {model, backend} = this;
    const group = !model ? this.#surrounding.group : this.#own;
    this.#own.source = !model ? undefined : toSource(model, backend ?? undefined);
    const joined = group !== this.#group;
    this.#join(group);
    if (!group) {
      this.#counted = this.tokens = undefined;
      return;
    }
    // The field has the word, unless it is empty and the model already has a prompt.
    const written = parts.some((name) => changed.has(name));
    const {prompt} = group;
    const takes = joined
      ? askedOf(this.value) === undefined && prompt
      : !written && prompt !== undefined;
    if (takes && !samePrompt(prompt, this.value)) this.value = prompt;
    group.prompt = this.value;
    this.#count(group);
    this.highlight = group.link.highlight;
    this.selected = group.link.selected;
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

  readonly #changed = (): void => this.requestUpdate();

  #count({loading, asked}: Group): void {
    const read = askedOf(asked);
    if (loading.state !== "ready") {
      this.#counted = undefined;
      return;
    }
    const {model} = loading;
    this.limit = model.info.context;
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
