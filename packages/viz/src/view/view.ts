import {html, nothing} from "lit";
import type {CSSResultGroup, PropertyDeclarations, PropertyValues, TemplateResult} from "lit";
import type {Provenance, Token} from "../data.ts";
import type {Subject} from "../export/subject.ts";
import {duration} from "../format.ts";
import {Keeping} from "../permalink/keeping.ts";
import type {Kept} from "../permalink/page-state.ts";
import {drawTokens} from "../token/draw-tokens.ts";
import {tokenStyles as textStyles} from "../token/token.styles.ts";
import {scaleStyles, tokenStyles} from "../tokens.styles.ts";
import {Announcer} from "./announcer.ts";
import {AsRead, textsIn} from "./as-read.ts";
import type {ReadText} from "./as-read.ts";
import {drawFacts, provenanceRows} from "./foot.ts";
import type {Fact} from "./foot.ts";
import {drawKnobs} from "./head.ts";
import type {Knob} from "./head.ts";
import {Giver} from "./giver.ts";
import {Menu} from "./menu.ts";
import {menuStyles} from "./menu.styles.ts";
import {modesStyles} from "./modes.styles.ts";
import {Pointing} from "./pointing.ts";
import {Reflecting} from "./reflecting.ts";
import {drawRanks} from "../target/ranked.ts";
import type {About} from "../target/ranked.ts";
import {sentenceOf, withNotes} from "./said.ts";
import {drawEmpty, drawError, drawProgress, stateParts} from "./state.ts";
import type {ActionName, StateOptions, ViewState} from "./state.ts";
import {drawTableActions} from "./table-actions.ts";
import {drawTable} from "./table.ts";
import type {TableData} from "./table.ts";
import type {Tip} from "./tip.ts";
import {viewStyles} from "./view.styles.ts";
import {findSpot} from "./walk.ts";
import type {Spot} from "./walk.ts";
import {Width} from "./width.ts";

/** States in which there is no new picture yet: the view keeps the height it had. */
const unsettled: ReadonlySet<ViewState | undefined> = new Set<ViewState>([
  "empty",
  "offered",
  "loading",
  "preparing",
  "running",
  "partial",
  "error"
]);
/** Whether it is a state of a run, which may be over before it is worth a word. */
const isRun = (state: ViewState | undefined): boolean =>
  state === "preparing" || state === "running";
/** A run shorter than this shows no bar, in ms. */
const patience = 150;
/** Updates that follow each other faster than this, in ms, do not move: somebody is typing. */
const rapid = 250;
const tipDelay = 80;

/**
 * The frame of every view: head, body, foot, table twin, keyboard, hover, states. A view extends it with what it
 * draws and never touches the DOM itself.
 *
 * @event input - The reader pinned something or let go: `value` is new. Not sent when `value` is set from outside.
 * @event ecco-token-hover - A position was pointed at; `detail: {position: number | null}`.
 * @event ecco-change - The reader chose another parameter; `detail: {name, value}`.
 * @event ecco-action - The reader pressed a button of the state; `detail: {name: "run" | "stop" | "try" | "why"}`.
 * @csspart view - The whole: surface and hairline.
 * @csspart head - Title, subtitle and controls.
 * @csspart body - The picture, or the table in its place.
 * @csspart foot - Legend, figures of quality, state.
 * @csspart legend - The legend.
 * @csspart table - The table twin.
 * @csspart menu - The menu behind `⋯`.
 * @cssproperty --ecco-* - Every design token.
 */
export abstract class View<D, V> extends Giver<D> {
  static override properties: PropertyDeclarations = {
    data: {attribute: false, noAccessor: true},
    value: {attribute: false},
    tokens: {attribute: false},
    highlight: {attribute: false},
    selected: {attribute: false},
    state: {},
    message: {},
    progress: {type: Number},
    notice: {attribute: false},
    suggestion: {},
    controls: {attribute: false},
    origin: {attribute: false},
    choices: {attribute: false},
    heading: {},
    level: {type: Number},
    table: {type: Boolean, reflect: true},
    flat: {type: Boolean, reflect: true}
  };
  static override styles: CSSResultGroup = [
    tokenStyles,
    scaleStyles,
    textStyles,
    viewStyles,
    menuStyles,
    modesStyles
  ];

  /** What the reader has pinned; setting it sends no event. */
  declare value: V | null;
  /** The tokens a view without data is waiting for; drawn as a skeleton while loading. */
  declare tokens: readonly Token[] | undefined;
  /** The position pointed at in another view. */
  declare highlight: number | null;
  /** The position selected in another view. */
  declare selected: number | null;
  /** Undefined: settled when there is data, else empty. */
  declare state: ViewState | undefined;
  /** What the state says: sizes, times, or the error's text. */
  declare message: string;
  /** 0 to 1; null when not known. */
  declare progress: number | null;
  /** One more line of the foot, for example why a backend was chosen. */
  declare notice: TemplateResult | string | undefined;
  /** The word on the button of an empty view. */
  declare suggestion: string;
  /** Put into the head, after the view's own controls. */
  declare controls: TemplateResult | undefined;
  /** Which values a parameter can take; a picker is shown where there are two or more. */
  declare choices: Readonly<Record<string, readonly string[]>>;
  /** Replaces the view's own title. */
  declare heading: string;
  /** The heading's level; defaults to 3. */
  declare level: number;
  /** Whether the table stands in place of the picture. */
  declare table: boolean;
  /** Without surface and hairline. */
  declare flat: boolean;

  readonly #pointing: Pointing = new Pointing(this, {
    extent: () => (this.data === undefined ? undefined : this.extent(this.data)),
    tipOf: (spot) => (this.data === undefined ? null : this.tipOf(this.data, spot)),
    point: (spot) => {
      const position = spot && this.data !== undefined ? this.positionOf(this.data, spot) : null;
      this.#send("ecco-token-hover", {position});
    },
    pin: (spot) => this.#pin(spot),
    letGo: () => {
      if (this.value === null) return false;
      this.#setValue(null);
      return true;
    },
    flip: () => this.#flip(),
    keys: () => this.keys()
  });
  protected readonly room = new Width(this);
  readonly #announcer = new Announcer(this);
  readonly #menu: Menu = new Menu(this, (text) => this.#announcer.say(text));
  readonly #asRead = new AsRead(this);
  readonly #reflecting = new Reflecting(this);
  readonly #keeping: Keeping = new Keeping(this, {
    change: (name, value) => this.change(name, value),
    pin: (spot) => this.#pinAt(spot),
    pinned: () => this.#pinnedSpot(),
    drawn: () => this.data !== undefined
  });
  /** Heights of body and foot when the view last was settled, in px. */
  #kept = 0;
  #keptFoot = 0;
  /** What the foot goes on saying while a run is too short to be told of. */
  #calm: ViewState | undefined;
  #drawn = 0;
  #rapid = false;
  #late = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.value = this.highlight = this.selected = this.progress = null;
    this.message = this.suggestion = this.heading = "";
    this.choices = {};
    this.level = 3;
    this.table = this.flat = false;
  }

  /** The mark that is the tab stop. */
  protected get cursor(): Spot {
    return this.#pointing.cursor;
  }

  protected set cursor(spot: Spot) {
    this.#pointing.cursor = spot;
  }

  /** What the pointer or the keyboard is on. */
  protected get pointed(): Spot | null {
    return this.#pointing.pointed;
  }

  /** What the view is, in a word or two. */
  protected abstract readonly name: string;
  /** The question it answers, in words. */
  protected abstract subtitle(data: D): unknown;
  /** The picture. */
  protected abstract draw(data: D): TemplateResult;
  protected abstract tableOf(data: D): TableData;
  /** How many rows and columns of marks there are. */
  protected abstract extent(data: D): Spot;
  /** One sentence with the finding, for the label and the live region. */
  protected abstract summary(data: D): string;
  /** What pinning a mark makes of `value`; undefined when it cannot be pinned. */
  protected abstract pick(data: D, spot: Spot): V | undefined;
  protected abstract positionOf(data: D, spot: Spot): number | null;
  protected abstract tipOf(data: D, spot: Spot): Tip | null;
  /** What an empty view says. */
  protected readonly invitation: string = "Nothing to explain yet. Write a prompt.";
  protected legend(_data: D): unknown {
    return nothing;
  }
  protected facts(_data: D): readonly Fact[] {
    return [];
  }
  /** The targets it is about: the head says how likely the model finds them. */
  protected about(_data: D): readonly About[] {
    return [];
  }
  /** Keys of the view's own and what they do: listed by `?`. */
  protected keys(): readonly (readonly [key: string, does: string])[] {
    return [];
  }
  protected knobs(): readonly Knob[] {
    return [];
  }
  /** The texts it is about, as the model reads them. */
  protected textsOf(data: D): readonly ReadText[] {
    return textsIn(data);
  }
  protected provenance(_data: D): Provenance | undefined {
    return undefined;
  }
  /** Whether two pinned values are the same, so that pinning again lets go. */
  protected same(a: V | null, b: V | null): boolean {
    return JSON.stringify(a) === JSON.stringify(b);
  }

  #table = (data: D): TableData =>
    withNotes(this.tableOf(data), this.about(data), this.facts(data));
  #sentence = (data: D): string => sentenceOf(this.summary(data), this.about(data));

  /** What a link keeps of it: chosen parameters and the pinned mark. */
  get kept(): Kept | undefined {
    return this.#keeping.kept;
  }

  /** Large grids are not searched: their pin is the one that was made by hand. */
  #pinnedSpot(): Spot | undefined {
    const {data, value} = this;
    if (data === undefined || value === null) return undefined;
    return findSpot(this.extent(data), this.cursor, (spot) =>
      this.same(this.pick(data, spot) ?? null, value)
    );
  }

  #pinAt(spot: Spot): void {
    const {row, column} = this.data === undefined ? {row: 0, column: 0} : this.extent(this.data);
    if (spot.row >= row || spot.column >= column || this.value !== null) return;
    this.cursor = spot;
    this.#pin(spot);
  }

  protected override subject(): Subject {
    const {data, origin} = this;
    if (data === undefined)
      throw new Error(
        `<${this.localName}>: got no data, expected something drawn; wait for it, then export`
      );
    return {
      host: this,
      heading: this.heading || this.name,
      summary: this.#sentence(data),
      table: this.#table(data),
      data,
      provenance: this.provenance(data),
      origin
    };
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    if (!this.#reflecting.busy) super.attributeChangedCallback(name, old, value);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (isRun(this.state)) this.#wait();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    // What is prepared and then runs is one run.
    if (changed.has("state") && !(isRun(this.#before(changed)) && isRun(this.state))) {
      const before = this.#before(changed);
      this.#calm = unsettled.has(before) ? undefined : before;
      this.#wait();
    }
    if ((changed.has("state") || changed.has("data")) && !unsettled.has(this.#before(changed))) {
      const height = this.renderRoot.querySelector<HTMLElement>(".body")?.offsetHeight ?? 0;
      this.#kept = Math.max(height, unsettled.has(this.state) ? this.#kept : 0);
      this.#keptFoot = this.renderRoot.querySelector("footer")?.offsetHeight ?? 0;
    }
    if (changed.has("data")) {
      const now = performance.now();
      this.#rapid = now - this.#drawn < rapid;
      this.#drawn = now;
    }
    if (this.data === undefined) return;
    const extent = this.extent(this.data);
    this.#pointing.clamp(extent);
    if (changed.has("data") && this.hasUpdated) this.#announcer.say(this.#sentence(this.data));
  }

  #before(changed: PropertyValues): ViewState | undefined {
    return changed.has("state") ? (changed.get("state") as ViewState | undefined) : this.state;
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#late = !isRun(this.state);
    if (this.#late) return;
    this.#timer = setTimeout(() => {
      this.#late = true;
      this.requestUpdate();
    }, patience);
  }

  protected override render(): TemplateResult {
    const {data} = this;
    const state = this.state ?? (data === undefined ? "empty" : undefined);
    const options = this.#stateOptions(data);
    const {status, badge, bar} = stateParts(
      this.#late || !isRun(state) ? state : this.#calm,
      options
    );
    const heading = this.heading || this.name;
    const hold = (height: number): string =>
      unsettled.has(state) && height ? `min-height:${height}px` : "";
    const texts = data === undefined ? [] : this.textsOf(data);
    const sub = data === undefined ? nothing : [this.subtitle(data), drawRanks(this.about(data))];
    const label = data === undefined ? heading : `${heading}. ${this.#sentence(data)}`;
    return html`<section
      class="view ${state ?? "settled"} ${this.#rapid ? "rapid" : ""}"
      part="view"
      dir="ltr"
      aria-label=${label}
    >
      <header part="head">
        <div class="title" role="heading" aria-level=${this.level} dir="auto">${heading}</div>
        <div class="sub">${sub}</div>
        <div class="controls">
          ${this.table ? drawTableActions(this.localName, () => this.toCsv()) : nothing}
          ${drawKnobs(this.knobs(), this.#change)}${this.controls ?? nothing}${data === undefined ? nothing : this.#menu.draw()}
        </div>
      </header>
      <div
        class="body"
        part="body"
        .style=${hold(this.#kept)}
        aria-busy=${state === "loading" || isRun(state)}
        @pointerover=${this.#pointing.over}
        @pointerleave=${this.#pointing.leave}
        @focusin=${this.#pointing.focus}
        @focusout=${this.#pointing.leave}
        @click=${this.#pointing.click}
      >
        <div class="picture">${this.#picture(data, state, options)}</div>
        ${state === "error" ? drawError(this.message) : nothing}
      </div>
      <footer part="foot" .style=${hold(this.#keptFoot)}>
        ${bar ? drawProgress(this.progress) : nothing}
        ${
          status === nothing && data !== undefined && state !== "loading"
            ? html`${this.table ? nothing : this.legend(data)}
                <div
                  class="facts-box"
                  @pointerenter=${this.#aboutRun}
                  @pointerleave=${() => this.#pointing.tip.hide(120)}
                >
                  ${drawFacts(this.facts(data))}
                </div>`
            : status
        }
        ${this.notice ? html`<span class="notice">${this.notice}</span>` : nothing}
        <span class="end">
          ${badge}
          ${
            data === undefined
              ? nothing
              : html`${this.#asRead.drawButton(texts)}<button
                    type="button"
                    class="link"
                    aria-pressed=${this.table}
                    @click=${this.#flip}
                  >
                    Table
                  </button>`
          }
        </span>
      </footer>
      ${texts.length ? this.#asRead.draw(texts) : nothing}
      <div class="hidden" role="status">${this.#announcer.text}</div>
      ${this.#pointing.tip.draw()}
    </section>`;
  }

  #picture(
    data: D | undefined,
    state: ViewState | undefined,
    options: StateOptions
  ): TemplateResult {
    if (data !== undefined) return this.table ? drawTable(this.#table(data)) : this.draw(data);
    if (state === "empty") return drawEmpty(this.message || this.invitation, options);
    if (state === "offered")
      return drawEmpty("Nothing computed yet: the model comes when you ask for it.", {
        ...options,
        suggestion: ""
      });
    if (state === "error") return html``;
    if (this.tokens)
      return html`<div aria-hidden="true" inert>
        ${drawTokens(this.tokens, {skeleton: true, cursor: -1})}
      </div>`;
    return html`<div class="blank" aria-hidden="true"></div>`;
  }

  #stateOptions(data: D | undefined): StateOptions {
    const provenance = data === undefined ? undefined : this.provenance(data);
    return {
      message: this.message,
      progress: this.progress,
      suggestion: this.suggestion,
      took: provenance ? duration(provenance.milliseconds) : "",
      act: (name: ActionName) => this.#send("ecco-action", {name})
    };
  }

  #flip = (): void => {
    this.table = !this.table;
    this.#pointing.tip.hide();
  };

  #send(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, {detail, bubbles: true}));
  }

  #change = (name: string, value: string): void => {
    this.change(name, value);
    this.#keeping.note(name, value);
    this.#send("ecco-change", {name, value});
  };

  /** Sets a parameter the reader chose. */
  protected change(name: string, value: string): void {
    Object.assign(this, {[name]: value});
  }

  // Pinning again what is pinned lets go.
  #pin(spot: Spot): void {
    if (this.data === undefined) return;
    const value = this.pick(this.data, spot);
    if (value === undefined) return;
    this.#setValue(this.same(this.value, value) ? null : value);
  }

  #setValue(value: V | null): void {
    this.value = value;
    this.dispatchEvent(new Event("input", {bubbles: true}));
  }

  #aboutRun = (event: Event): void => {
    const provenance = this.data === undefined ? undefined : this.provenance(this.data);
    if (!provenance) return;
    this.#pointing.tip.show(
      {where: "How this was computed", rows: provenanceRows(provenance)},
      event.currentTarget as Element,
      tipDelay
    );
  };
}
