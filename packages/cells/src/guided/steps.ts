import {html} from "lit";
import type {PropertyValues, TemplateResult} from "lit";
import {BaseElement, tokenStyles} from "@ecco/viz";
import {ReadingPlace} from "./reading-place.ts";
import {StepElement} from "./step.ts";
import {StepPictures} from "./step-pictures.ts";
import {settledBy} from "./step-settings.ts";
import type {StepSettings} from "./step-settings.ts";
import {stepsStyles} from "./steps.styles.ts";
import {Target} from "./target.ts";
import {TargetsOfSteps} from "./targets-of-steps.ts";

/** From this width on text and view stand side by side, in px. */
const sideBySide = 640;

/**
 * Text that scrolls beside a view that stays in sight. Each `<ecco-step>` in it sets prompt, pin, layer, method or any
 * other attribute of the views while it is read; everything else in it stays beside the text. Buttons and arrow keys go
 * from step to step without scrolling. A step goes on from the one before it, so it says only what changes.
 *
 * @event input - Another step is read: `value` is new.
 * @csspart aside - What stays in sight, with the buttons.
 * @csspart text - The steps.
 */
export class StepsElement extends BaseElement {
  static override properties = {
    value: {attribute: false},
    paged: {type: Boolean, reflect: true}
  };
  static override styles = [tokenStyles, stepsStyles];

  /** The step that is read, from 0; setting it goes there and sends no event. */
  declare value: number;
  /** Shows one step at a time; without it they are scrolled through. */
  declare paged: boolean;

  #steps: readonly StepElement[] = [];
  readonly #targets = new TargetsOfSteps(this, () => this.#gather());
  readonly #known = new Map<Element, Target>();
  readonly #place: ReadingPlace = new ReadingPlace(this, {
    parts: () => (this.paged ? [] : this.#steps),
    line: () => this.#line(),
    read: (index) => this.#read(index)
  });
  readonly #pictures = new StepPictures(this, () => this.#steps[this.value]);
  readonly #changes = new MutationObserver((records) => this.#changed(records));
  readonly #size = new ResizeObserver(() => this.#measure());
  #wide = false;
  #said = "";

  constructor() {
    super();
    this.value = 0;
    this.paged = false;
    this.addEventListener("focusin", ({target}) => this.#readIn(target));
    this.addEventListener("click", ({target}) => this.#readIn(target));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#changes.observe(this, {childList: true, subtree: true, attributes: true});
    this.#size.observe(this);
    this.#gather();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#changes.disconnect();
    this.#size.disconnect();
    for (const target of this.#known.values()) target.leave();
    this.#known.clear();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("value") || changed.has("paged")) this.#show();
  }

  #measure(): void {
    const wide = this.clientWidth >= sideBySide;
    if (wide === this.#wide) return;
    this.#wide = wide;
    this.requestUpdate();
    this.#place.look();
  }

  /** Below what stays in sight where that is above the text. */
  #line(): number {
    const aside = this.renderRoot.querySelector(".aside");
    const top = this.#wide || !aside ? 0 : Math.max(0, aside.getBoundingClientRect().bottom);
    return top + (innerHeight - top) * (this.#wide ? 0.55 : 0.4);
  }

  /** Other steps or views are there, or a step says something else; what views say of themselves is the reader's. */
  #changed(records: readonly MutationRecord[]): void {
    const isSaid = records.some(
      ({type, target}) => type === "attributes" && this.#steps.includes(target as StepElement)
    );
    if (isSaid) this.#show();
    else if (records.some(({type}) => type === "childList")) this.#gather();
  }

  /** Finds the steps, and shows views that are new here what they say. */
  #gather(): void {
    const steps = [...this.children].filter((each) => each instanceof StepElement);
    if (steps.length !== this.#steps.length || steps.some((s, i) => s !== this.#steps[i])) {
      this.#steps = steps;
      steps.forEach((step, index) => {
        step.slot = "step";
        step.role ??= "group";
        step.ariaLabel = `Step ${index + 1} of ${steps.length}`;
      });
      this.#known.clear();
      this.#place.look();
      this.requestUpdate();
    }
    for (const element of this.querySelectorAll(":not(:defined)"))
      void customElements.whenDefined(element.localName).then(() => this.#gather());
    this.#show((element) => !this.#known.has(element));
  }

  #readIn(target: EventTarget | null): void {
    const step = (target as Element).closest?.("ecco-step");
    const index = this.#steps.indexOf(step as StepElement);
    if (index >= 0) this.#read(index);
  }

  #read(index: number): void {
    if (index === this.value || index >= this.#steps.length) return;
    this.value = index;
    this.dispatchEvent(new Event("input", {bubbles: true}));
  }

  /** Goes to a step by the buttons. */
  #go(index: number): void {
    if (index < 0 || index >= this.#steps.length || index === this.value) return;
    this.#read(index);
    const words = this.#steps[index]!.textContent.trim().replaceAll(/\s+/g, " ");
    this.#said = `Step ${index + 1} of ${this.#steps.length}. ${words}`;
    this.#place.scrollTo(index);
  }

  readonly #keys: Readonly<Record<string, () => number>> = {
    ArrowRight: () => this.value + 1,
    ArrowDown: () => this.value + 1,
    ArrowLeft: () => this.value - 1,
    ArrowUp: () => this.value - 1,
    Home: () => 0,
    End: () => this.#steps.length - 1
  };

  readonly #keydown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = this.#keys[event.key]?.();
    if (to === undefined) return;
    event.preventDefault();
    // In an editor keys mean more than this.
    event.stopPropagation();
    this.#go(to);
  };

  /** Makes what the steps are about what the one that is read says, after those before it. */
  #show(isShown: (element: Element) => boolean = () => true): void {
    if (!this.isConnected) return;
    this.#steps.forEach((step, index) => {
      if (index === this.value) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    });
    const said = this.#steps.map((step) => settingsOf(step));
    const now = said[this.value];
    const found = this.#targets.of(said.filter((each) => each !== undefined));
    const step = this.#steps[this.value];
    if (step && now) step.problem = found.missing(now.targets);
    const until = said.slice(0, this.value + 1).filter((each) => each !== undefined);
    for (const element of found.elements.filter(isShown)) {
      const parts = until.flatMap((each) => found.said(each, element) ?? []);
      this.#targetOf(element).show(settledBy(parts), (words) => {
        if (step && now && (words === null || found.hasToPin(now, element)))
          step.problem = words ?? found.missing(now.targets);
      });
    }
    // Our own changes say nothing new.
    this.#changes.takeRecords();
    this.#pictures.watch(found.elements);
    this.#pictures.look();
  }

  #targetOf(element: Element): Target {
    const known = this.#known.get(element) ?? new Target(element);
    this.#known.set(element, known);
    return known;
  }

  protected override render(): TemplateResult {
    const count = this.#steps.length;
    const {value} = this;
    const button = (words: string, sign: string, to: number): TemplateResult =>
      html`<button
        type="button"
        aria-label=${words}
        aria-disabled=${to < 0 || to >= count}
        @click=${() => this.#go(to)}
      >
        ${sign}
      </button>`;
    const classes = ["steps", this.#wide ? "wide" : "", this.paged ? "paged" : ""].join(" ");
    return html`<div class=${classes}>
      <div class="aside" part="aside">
        <div class="view"><slot></slot></div>
        <div class="bar" role="group" aria-label="Steps" @keydown=${this.#keydown}>
          ${button("previous step", "←", value - 1)}
          <span>${count === 0 ? "no steps" : `Step ${value + 1} of ${count}`}</span>
          ${button("next step", "→", value + 1)}
        </div>
      </div>
      <div class="text" part="text"><slot name="step"></slot></div>
      <div class="hidden" role="status">${this.#said}</div>
    </div>`;
  }
}

/** Returns what a step says; where that cannot be read, the step says why. */
function settingsOf(step: StepElement): StepSettings | undefined {
  try {
    return step.settings;
  } catch (error) {
    step.problem = `pin: ${error instanceof Error ? error.message : String(error)}; got ${step.pin}, expected parts such as "layer 5, position 3"`;
    return undefined;
  }
}
