import type {Token} from "@ecco/engine";
import {Prompt} from "@ecco/viz";
import type {PropertyValues} from "lit";
import {Latest} from "../questions/latest.ts";
import {texts} from "./converters.ts";
import {Group} from "./group.ts";
import {toSource} from "./source.ts";
import type {ModelLike} from "./source.ts";
import {Surrounding} from "./surrounding.ts";

/** A field for the prompt of the surrounding `<ecco-model>`, with the number of its tokens, live. */
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
  readonly #latest: Latest<{readonly tokens: readonly Token[]; readonly text: string}>;
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
    if (joined && !this.value && group.prompt) this.value = group.prompt;
    else if (joined || changed.has("value")) group.prompt = this.value;
    else if (group.prompt !== undefined && group.prompt !== this.value) this.value = group.prompt;
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

  #count({loading}: Group): void {
    const {value: text} = this;
    if (loading.state !== "ready") {
      this.#counted = undefined;
      return;
    }
    const {model} = loading;
    this.limit = model.info.context;
    if (text === this.#counted) return;
    this.#counted = text;
    this.#latest.ask(async (signal) => {
      const tokens = text ? await model.tokenize(text) : [];
      signal.throwIfAborted();
      return {tokens, text};
    });
  }
}
