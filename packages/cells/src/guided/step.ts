import {css, html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {BaseElement, tokenStyles} from "@ecco/viz";
import {readPin, settingsAmong} from "./step-settings.ts";
import type {StepSettings} from "./step-settings.ts";

/**
 * One step of `<ecco-steps>`: its text, and what the views are while it is read. Every attribute besides these is set on
 * what it is about: prompt, layer, method, … What a view has no attribute for is part of its pin: the layer of a lens.
 *
 * @csspart picture - In print: the picture as the reader saw it in this step.
 */
export class StepElement extends BaseElement {
  static override properties = {
    for: {reflect: true},
    pin: {reflect: true},
    properties: {type: Object},
    reset: {type: Boolean, reflect: true}
  };
  static override styles = [
    tokenStyles,
    css`
      :host {
        display: block;
      }
      :host([hidden]) {
        display: none;
      }
      .problem {
        margin: 8px 0;
        padding: 6px 12px;
        border-left: 3px solid var(--e-danger);
        background: var(--e-danger-soft);
        font: var(--e-size-ui) / 1.5 var(--e-sans);
        overflow-wrap: anywhere;
      }
      .picture {
        display: none;
      }
      @media print {
        .picture {
          display: block;
          margin: 8px 0;
          break-inside: avoid;
        }
        .picture svg {
          max-width: 100%;
          height: auto;
        }
      }
    `
  ];

  /** The ids of the views it is about, between spaces; without it those beside the text. */
  declare for: string | undefined;
  /** What is pinned: "layer 5, position 3", a position, a method's name, or "none". */
  declare pin: string | undefined;
  /** Properties that no attribute can say; as an attribute JSON. */
  declare properties: Readonly<Record<string, unknown>> | undefined;
  /** Begins anew: what earlier steps set is as it was before them. */
  declare reset: boolean;
  #problem: string | undefined;

  constructor() {
    super();
    this.reset = false;
  }

  /** What is wrong with the step, in words; undefined when nothing is. */
  get problem(): string | undefined {
    return this.#problem;
  }

  set problem(words: string | undefined) {
    if (words === this.#problem) return;
    this.#problem = words;
    this.requestUpdate();
  }

  /** What the step sets. Throws where its pin is no JSON. */
  get settings(): StepSettings {
    return {
      targets: this.for?.split(/\s+/).filter(Boolean) ?? [],
      attributes: settingsAmong(this.attributes),
      properties: this.properties ?? {},
      pin: typeof this.pin === "string" ? readPin(this.pin) : undefined,
      reset: this.reset
    };
  }

  /** Puts the picture of this step below its text, for print; null takes it away. */
  print(picture: Node | null): void {
    const place = this.renderRoot.querySelector(".picture");
    if (picture) place?.replaceChildren(picture);
    else place?.replaceChildren();
  }

  protected override render(): TemplateResult {
    const {problem} = this;
    return html`<slot></slot>
      ${problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
      <div class="picture" part="picture" aria-hidden="true"></div>`;
  }
}
