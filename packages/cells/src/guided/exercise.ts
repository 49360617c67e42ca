import {html, nothing} from "lit";
import type {PropertyValues, TemplateResult} from "lit";
import {BaseElement, tokenStyles} from "@ecco/viz";
import {texts} from "../elements/converters.ts";
import {answerKinds, answersOf, checks, noNumber, numbersIn, verdictOf} from "./answer-checks.ts";
import type {AnswerKind, Checked, Unclear, Verdict} from "./answer-checks.ts";
import {choicesIn, listOf, wordsOf} from "./choices.ts";
import type {Choice} from "./choices.ts";
import {exerciseStyles} from "./exercise.styles.ts";
import {keepAnswer, takeAnswer} from "./kept-answers.ts";
import type {Given} from "./kept-answers.ts";

/** What is said of an answer. */
type Said = {readonly kind: "right" | "wrong" | "unclear" | "failed"; readonly words: string};

const words = {right: "Right.", wrong: "Not yet."} as const;
const extras = ["hint", "solution"] as const;
type Extra = (typeof extras)[number];

/**
 * A question that the reader answers and has checked. What stands in it is the question; a list of tasks is what can be
 * chosen from, those that are done being right, and `<details>` of the classes `hint` and `solution` come when the reader
 * asks for them. Right and wrong are said in words. Nothing is sent or counted; what was answered is kept while the page
 * is open.
 *
 * @event input - An answer was checked: `value` and `right` are new.
 */
export class ExerciseElement extends BaseElement {
  static override properties = {
    heading: {reflect: true, useDefault: true},
    question: {attribute: false},
    kind: {reflect: true},
    answer: {reflect: true},
    tolerance: {reflect: true, useDefault: true},
    exact: {type: Boolean, reflect: true},
    choices: {converter: texts, reflect: true, useDefault: true},
    label: {reflect: true, useDefault: true},
    check: {attribute: false},
    value: {attribute: false},
    right: {attribute: false}
  };
  static override styles = [tokenStyles, exerciseStyles];

  /** The words above the question; defaults to "Exercise". */
  declare heading: string;
  /** The question, where it does not stand in the element: a text, or what `md` returns. */
  declare question: string | Node | undefined;
  /** "choice", "number", "text", or "value" for what is done elsewhere and only checked here; told by the rest without it. */
  declare kind: string | undefined;
  /** The right answer: a number, words, or of choices; several stand between bars. */
  declare answer: string | undefined;
  /** How far a number may be off: "0.5", or "5%" of the answer. */
  declare tolerance: string;
  /** Whether upper case counts in words. */
  declare exact: boolean;
  /** What can be chosen, between bars, where no list stands in the element. */
  declare choices: readonly string[];
  /** What the field for the answer is called. */
  declare label: string;
  /**
   * Checks what was answered in place of `answer`: gets it, of numbers as a number, and returns whether it is right, a
   * text with what is wrong, or `{right, words}`; a promise of that too.
   */
  declare check: ((answer: Given | number) => Checked | Promise<Checked>) | undefined;
  /** What was answered last; null before. */
  declare value: Given | number | null;
  /** Whether that is right; null before an answer was checked. */
  declare right: boolean | null;

  #choices: readonly Choice[] = [];
  #text = "";
  #said: Said | undefined;
  #open = {hint: false, solution: false};
  #key = "";
  #asked = 0;
  readonly #changes = new MutationObserver(() => this.#gather());

  constructor() {
    super();
    this.heading = "Exercise";
    this.tolerance = this.label = "";
    this.exact = false;
    this.choices = [];
    this.value = this.right = null;
    // What is typed or chosen is no answer before it is checked.
    for (const type of ["input", "change"])
      this.addEventListener(type, (event) => {
        if (event.target === this && !event.composed) return;
        event.stopImmediatePropagation();
        if (type === "change" && event.target instanceof HTMLInputElement) this.#forget();
      });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#changes.observe(this, {childList: true, subtree: true});
    this.#gather();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#changes.disconnect();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("question") || changed.has("choices")) this.#ask();
  }

  /** Puts question and choices that were given as properties into the element. */
  #ask(): void {
    const {question, choices} = this;
    this.querySelector(":scope > [data-asked]")?.remove();
    if (question === undefined && choices.length === 0) return;
    const asked = document.createElement("div");
    asked.dataset["asked"] = "";
    if (question !== undefined) asked.append(question);
    if (choices.length > 0) asked.append(listOf(choices));
    this.prepend(asked);
    this.#gather();
  }

  #gather(): void {
    this.#showExtras();
    this.#choices = choicesIn(this, answersOf(this.answer ?? ""));
    const key = this.id || this.textContent.replaceAll(/\s+/g, " ").trim();
    if (key !== this.#key) this.#recall((this.#key = key));
    this.#changes.takeRecords();
    this.requestUpdate();
  }

  #extras(kind: Extra): readonly HTMLDetailsElement[] {
    return [...this.querySelectorAll<HTMLDetailsElement>(`:scope > details.${kind}`)];
  }

  #showExtras(): void {
    for (const kind of extras)
      for (const part of this.#extras(kind)) {
        part.slot = kind;
        part.hidden = !this.#open[kind];
        part.open = true;
      }
  }

  #recall(key: string): void {
    const kept = takeAnswer(key);
    if (!kept) return;
    const {given, hint, solution} = kept;
    this.#open = {hint, solution};
    this.#showExtras();
    if (typeof given === "string") this.#text = given;
    else for (const {input} of this.#choices) input.checked = given.includes(wordsOf(input));
  }

  get #kind(): AnswerKind {
    const {kind, answer} = this;
    if (kind) {
      const known = answerKinds.find((each) => each === kind);
      if (known) return known;
    }
    if (this.#choices.length > 0) return "choice";
    if (!answer) return this.check ? "value" : "text";
    return numbersIn(answer).length === 0 && this.tolerance === "" ? "text" : "number";
  }

  get #given(): Given {
    return this.#kind === "choice"
      ? this.#choices.filter(({input}) => input.checked).map(({input}) => wordsOf(input))
      : this.#text;
  }

  /** What was said of another answer is not said of this one. */
  #forget(): void {
    this.#said = undefined;
    this.#asked++;
    this.#keep();
    this.requestUpdate();
  }

  #keep(): void {
    keepAnswer(this.#key, {given: this.#given, ...this.#open});
  }

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const asked = ++this.#asked;
    const kind = this.#kind;
    const given = this.#given;
    const say = (said: Said): void => {
      if (asked !== this.#asked) return;
      this.#said = said;
      this.requestUpdate();
    };
    const isKnown = !this.kind || this.kind === kind;
    if (isKnown && kind !== "value" && given.length === 0)
      return say({
        kind: "unclear",
        words: kind === "choice" ? "Choose an answer first." : "Write an answer first."
      });
    try {
      const verdict = await this.#check(kind, given);
      if (asked !== this.#asked) return;
      if ("unclear" in verdict) return say({kind: "unclear", words: verdict.unclear});
      this.value = kind === "number" ? (numbersIn(String(given))[0] ?? given) : given;
      this.right = verdict.right;
      this.#keep();
      const outcome = verdict.right ? "right" : "wrong";
      say({kind: outcome, words: verdict.words ?? ""});
      this.dispatchEvent(new Event("input", {bubbles: true}));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      say({kind: "failed", words: `This answer could not be checked: ${reason}`});
    }
  };

  async #check(kind: AnswerKind, given: Given): Promise<Verdict | Unclear> {
    const {answer, tolerance, exact, check} = this;
    if (this.kind && this.kind !== kind)
      throw new Error(`kind: got "${this.kind}", expected ${answerKinds.join(", ")}`);
    if (check) {
      const value = kind === "number" ? numbersIn(String(given))[0] : given;
      return value === undefined ? {unclear: noNumber} : verdictOf(await check.call(this, value));
    }
    if (kind === "choice") {
      if (!this.#choices.some(({right}) => right))
        throw new Error(
          "no choice is the right one; mark it in the list (- [x]), or name it in answer"
        );
      return {right: this.#choices.every(({input, right}) => input.checked === right)};
    }
    if (kind === "value" || !answer)
      throw new Error("it has no right answer; give it answer, a list with one marked, or check");
    return checks[kind](String(given), {answer, tolerance, exact});
  }

  #toggle(kind: Extra): void {
    this.#open = {...this.#open, [kind]: !this.#open[kind]};
    this.#showExtras();
    this.#keep();
    this.requestUpdate();
  }

  #field(): TemplateResult {
    const kind = this.#kind;
    const typed = (event: InputEvent): void => {
      this.#text = (event.target as HTMLInputElement).value;
      this.#forget();
    };
    if (kind === "choice" || kind === "value") return html``;
    return html`<label class=${kind}>
      ${this.label || (kind === "number" ? "Your answer, a number" : "Your answer")}
      <input
        type="text"
        inputmode=${kind === "number" ? "decimal" : "text"}
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        .value=${this.#text}
        @input=${typed}
      />
    </label>`;
  }

  #button(kind: Extra): TemplateResult | typeof nothing {
    if (this.#extras(kind).length === 0) return nothing;
    const open = this.#open[kind];
    return html`<button type="button" aria-expanded=${open} @click=${() => this.#toggle(kind)}>
      ${open ? "Hide" : "Show"} ${kind}
    </button>`;
  }

  #result(): TemplateResult | typeof nothing {
    const said = this.#said;
    if (!said) return nothing;
    if (said.kind === "right" || said.kind === "wrong")
      return html`<span class=${said.kind}>${words[said.kind]}</span> ${said.words}`;
    return html`<span class=${said.kind}>${said.words}</span>`;
  }

  protected override render(): TemplateResult {
    return html`<form aria-label=${this.heading} @submit=${this.#submit} novalidate>
      <p class="heading">${this.heading}</p>
      <slot></slot>
      <div class="answer">
        ${this.#field()}
        <button class="check">Check</button>
        ${extras.map((kind) => this.#button(kind))}
      </div>
      <div class="result" role="status">${this.#result()}</div>
      <div class="more"><slot name="hint"></slot><slot name="solution"></slot></div>
    </form>`;
  }
}
