/** The shell: files, history and settings; it never evaluates what a notebook contains. */
import "./shell.css";
import {configure, ConnectedModelPicker} from "@ecco/cells/model-picker";
import {tokenSheet} from "@ecco/cells/tokens";
import {LitElement, html, nothing} from "lit";
import type {PropertyValues, TemplateResult} from "lit";
import {appBar, shownTitle} from "./app-bar.ts";
import {banners} from "./banners.ts";
import {icon} from "./icons.ts";
import {enter} from "./request.ts";
import {pageApi} from "./page-api.ts";
import {sidebar} from "./sidebar.ts";
import type {Tab} from "./sidebar.ts";
import {serverShelf} from "./server-shelf.ts";
import {Workspace} from "./workspace.ts";

/** Up to this width, in CSS pixels, the sidebar covers the notebook; as in shell.css. */
const narrow = 820;

class Shell extends LitElement {
  static override properties = {tab: {state: true}, open: {state: true}, failure: {state: true}};
  declare tab: Tab;
  declare open: boolean;
  /** Why there is no folder. */
  declare failure: string | null;
  readonly #workspace = new Workspace(
    () => this.querySelector(".frame")!,
    () => this.requestUpdate()
  );

  constructor() {
    super();
    this.tab = "outline";
    this.open = innerWidth > narrow;
    this.failure = null;
  }

  /** No shadow: the page is ours. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Once a frame, however much a notebook says; a page that is not seen has no frames. */
  protected override async scheduleUpdate(): Promise<void> {
    await new Promise<void>((resolve) => {
      requestAnimationFrame(() => resolve());
      setTimeout(resolve, 100);
    });
    await super.scheduleUpdate();
  }

  protected override firstUpdated(): void {
    Object.defineProperty(window, "eccoNotebook", {value: pageApi(this.#workspace)});
    this.#workspace.start().catch((error: unknown) => {
      this.failure = error instanceof Error ? error.message : String(error);
    });
    addEventListener("keydown", (event) => this.#shortcut(event));
    addEventListener("beforeunload", (event) => {
      const {state, kept} = this.#workspace.stage?.session ?? {};
      const isUnkept = kept?.browser === false && state?.kind !== "saved";
      if (state?.kind === "failed" || state?.kind === "conflict" || isUnkept)
        event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#workspace.stage?.session.leave();
    });
    addEventListener("pagehide", () => this.#workspace.stage?.session.leave());
    // A file that misses the list of models must not be opened in place of the editor.
    for (const type of ["dragover", "drop"] as const)
      addEventListener(type, (event) => event.preventDefault());
  }

  /** A banner goes with the button that was pressed in it: the focus is in the notebook again, not nowhere. */
  protected override update(changed: PropertyValues): void {
    const banner = document.activeElement?.closest(".banner");
    super.update(changed);
    if (banner && document.activeElement === document.body) this.#workspace.stage?.refocus();
  }

  protected override updated(): void {
    const title = this.#workspace.stage?.session.notebook.title;
    document.title = title ? `${shownTitle(title)} · Ecco` : "Ecco";
  }

  protected override render(): TemplateResult {
    const workspace = this.#workspace;
    return html`<div class=${this.open ? "app" : "app closed"}>
      ${appBar(workspace, () => (this.open = !this.open))}
      ${
        this.open
          ? sidebar(workspace, this.tab, {
              choose: (tab) => (this.tab = tab),
              chosen: () => (this.open = innerWidth > narrow)
            })
          : nothing
      }
      <main class="main">
        <div class="banners">
          ${
            this.failure === null
              ? banners(workspace)
              : html`<div class="banner bad" role="alert">
                  <p><b>No folder is open.</b> ${this.failure}</p>
                </div>`
          }
        </div>
        <div class="frame"></div>
      </main>
      <nav class="phonebar" aria-label="Notebook">
        ${this.#phoneButton("outline", "list", "Outline")}
        <button class="quiet" @click=${() => workspace.stage?.addCell()}>
          ${icon("plus")} Cell
        </button>
        ${this.#phoneButton("files", "file", "Files")}
        ${this.#phoneButton("models", "cube", "Models")}
      </nav>
    </div>`;
  }

  #phoneButton(tab: Tab, name: Parameters<typeof icon>[0], label: string): TemplateResult {
    const show = (): void => {
      this.open = !(this.open && this.tab === tab);
      this.tab = tab;
    };
    return html`<button class="quiet" aria-label=${label} @click=${show}>${icon(name)}</button>`;
  }

  #shortcut(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey)) return;
    const workspace = this.#workspace;
    const key = event.key.toLowerCase();
    if (key === "s") void workspace.stage?.session.save();
    else if (event.target instanceof HTMLInputElement) return;
    else if (key === "z" && !event.shiftKey) workspace.stage?.travel("undo");
    else if (key === "y" || key === "z") workspace.stage?.travel("redo");
    else return;
    event.preventDefault();
  }
}

enter();
const style = document.createElement("style");
style.textContent = tokenSheet();
document.head.prepend(style);
configure({shelf: serverShelf});
customElements.define("ecco-model-picker", ConnectedModelPicker);
customElements.define("ecco-shell", Shell);
document.body.append(document.createElement("ecco-shell"));
