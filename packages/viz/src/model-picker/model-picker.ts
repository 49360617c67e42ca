import {html, nothing} from "lit";
import type {CSSResultGroup, PropertyDeclarations, TemplateResult} from "lit";
import {bytes} from "../format.ts";
import {tokenStyles} from "../tokens.styles.ts";
import {Contained} from "../view/contained.ts";
import {viewStyles} from "../view/view.styles.ts";
import {dropped} from "./dropped.ts";
import {drawOffer, drawTransfer} from "./draw-offer.ts";
import type {Offer, Transfer} from "./draw-offer.ts";
import {modelPickerStyles} from "./model-picker.styles.ts";

/** A model that can be chosen. */
export interface ModelEntry {
  /** What names it: atlas, hf:owner/name, an address. */
  readonly src: string;
  readonly name: string;
  /** In a few words: "GPT-2 · 4.8 M weights". */
  readonly detail?: string | undefined;
  readonly bytes: number | null;
  /** Whether it can be taken off the list, and its files with it. */
  readonly removable?: boolean | undefined;
}

/** What a reader asks for; `ecco-pick` carries one. */
export type Pick =
  | {readonly name: "open"; readonly src: string}
  | {readonly name: "files"; readonly files: readonly File[]}
  | {readonly name: "accept"; readonly token: string | null}
  | {readonly name: "decline"}
  | {readonly name: "stop"}
  | {readonly name: "remove"; readonly src: string};

/**
 * Chooses a model: from a list, by name or address, or from files of this computer. `value` is what names it.
 *
 * @event input - Another model was chosen. Not sent when `value` is set from outside.
 * @event ecco-pick - What the reader asks for, to be done by whoever knows how; see `Pick`.
 * @csspart view - The whole: surface and hairline.
 * @cssproperty --ecco-* - Every design token.
 */
export class ModelPicker extends Contained {
  static override properties: PropertyDeclarations = {
    value: {},
    label: {},
    models: {attribute: false},
    offer: {attribute: false},
    transfer: {attribute: false},
    message: {},
    open: {type: Boolean, reflect: true},
    fixed: {type: Boolean, reflect: true},
    flat: {type: Boolean, reflect: true},
    over: {state: true}
  };
  static override styles: CSSResultGroup = [tokenStyles, viewStyles, modelPickerStyles];

  /** The chosen model's `src`. */
  declare value: string;
  /** What it is called; "Model" by default. */
  declare label: string;
  /** The list to choose from. */
  declare models: readonly ModelEntry[];
  /** What would be downloaded, to be asked before it is. */
  declare offer: Offer | null;
  /** What is being read or downloaded. */
  declare transfer: Transfer | null;
  /** Why the last choice came to nothing. */
  declare message: string;
  /** Whether the list is shown. */
  declare open: boolean;
  /** Whether it is a list of its own: always shown, and every choice is told, the same one again too. */
  declare fixed: boolean;
  /** Without surface and hairline. */
  declare flat: boolean;
  /** Whether files are held above. */
  declare over: boolean;

  constructor() {
    super();
    this.value = this.message = "";
    this.label = "Model";
    this.models = [];
    this.offer = this.transfer = null;
    this.open = this.fixed = this.flat = this.over = false;
  }

  /** Makes a choice, as a reader does. */
  choose(src: string): void {
    this.open = false;
    if (src === this.value && !this.fixed) return;
    this.value = src;
    this.dispatchEvent(new Event("input", {bubbles: true, composed: true}));
  }

  protected override render(): TemplateResult {
    const {value, models, open, offer, transfer, message} = this;
    const chosen = models.find(({src}) => src === value);
    return html`<section class="view picker" part="view" dir="ltr" aria-label=${this.label}>
      <div class="row" ?hidden=${this.fixed}>
        <span class="label" id="label">${this.label}</span>
        <button
          type="button"
          class="current"
          aria-expanded=${open}
          aria-controls="panel"
          aria-describedby="label"
          @click=${() => (this.open = !open)}
        >
          <span class="name">${(chosen?.name ?? value) || "Choose a model"}</span>
          ${chosen ? html`<span class="detail">${detailOf(chosen)}</span>` : nothing}
        </button>
      </div>
      ${offer ? drawOffer(offer, this.#ask) : nothing}
      ${transfer ? drawTransfer(transfer, this.#ask) : nothing}
      <p class="message" role="alert" ?hidden=${!message}>${message}</p>
      ${this.#panel()}
    </section>`;
  }

  #panel(): TemplateResult {
    const {models, value, over} = this;
    return html`<div
      id="panel"
      class=${over ? "panel over" : "panel"}
      ?hidden=${!this.open && !this.fixed}
      @dragover=${(event: DragEvent) => this.#hold(event, true)}
      @dragleave=${(event: DragEvent) => this.#hold(event, false)}
      @drop=${this.#drop}
      @keydown=${(event: KeyboardEvent) => event.key === "Escape" && (this.open = false)}
    >
      <ul class="list" aria-label="Models">
        ${models.map(
          (model) =>
            html`<li>
              <button
                type="button"
                class="entry"
                aria-pressed=${!this.fixed && model.src === value}
                @click=${() => this.#ask({name: "open", src: model.src})}
              >
                <span class="name">${model.name}</span>
                <span class="detail">${detailOf(model)}</span>
              </button>
              ${
                model.removable
                  ? html`<button
                      type="button"
                      class="remove"
                      aria-label=${`Remove ${model.name}`}
                      title="Remove it and its files"
                      @click=${() => this.#ask({name: "remove", src: model.src})}
                    >
                      ×
                    </button>`
                  : nothing
              }
            </li>`
        )}
      </ul>
      <form @submit=${this.#submit}>
        <input
          name="src"
          aria-label="Name on the hub, or address"
          placeholder="hf:owner/name, or an address"
          autocomplete="off"
          spellcheck="false"
          required
        />
        <button class="btn">Open</button>
      </form>
      <div class="drop">
        <p>
          Drop a model here: one .gguf file, or a folder with config.json, *.safetensors and
          tokenizer.json. <span class="hint">Its files stay on this computer.</span>
        </p>
        ${this.#fileButton("Choose files…", false)}${this.#fileButton("Choose a folder…", true)}
      </div>
    </div>`;
  }

  #fileButton(words: string, folder: boolean): TemplateResult {
    const take = (event: Event): void => {
      const input = event.target as HTMLInputElement;
      const files = [...(input.files ?? [])];
      input.value = "";
      if (files.length) this.#ask({name: "files", files});
    };
    const browse = (event: Event): void =>
      (event.currentTarget as Element).parentElement!.querySelector("input")!.click();
    return html`<span>
      <button type="button" class="btn" @click=${browse}>${words}</button>
      <input type="file" hidden multiple ?webkitdirectory=${folder} @change=${take} />
    </span>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).querySelector("input")!;
    const src = field.value.trim();
    if (src) this.#ask({name: "open", src});
  };

  #hold(event: DragEvent, over: boolean): void {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.over = over;
  }

  readonly #drop = (event: DragEvent): void => {
    this.#hold(event, false);
    void dropped(event.dataTransfer).then(
      (files) => files.length && this.#ask({name: "files", files})
    );
  };

  readonly #ask = (detail: Pick): void => {
    this.message = "";
    this.dispatchEvent(new CustomEvent("ecco-pick", {detail, bubbles: true, composed: true}));
  };
}

const detailOf = ({detail, bytes: size}: ModelEntry): string =>
  [detail ?? "", size === null ? "" : bytes(size)].filter(Boolean).join(" · ");
