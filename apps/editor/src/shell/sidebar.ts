/** Outline, files and models beside the notebook. */
import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {guard} from "lit/directives/guard.js";
import {ref} from "lit/directives/ref.js";
import {repeat} from "lit/directives/repeat.js";
import type {ConnectedModelPicker} from "@ecco/cells/model-picker";
import {cellLabel} from "@ecco/runtime/document";
import type {Cell} from "@ecco/runtime/document";
import {files} from "./file-list.ts";
import {icon} from "./icons.ts";
import {modelCells} from "./model-cell.ts";
import type {Stage, Status} from "./stage.ts";
import type {Workspace} from "./workspace.ts";

export type Tab = "outline" | "files" | "models";

const tabs: {
  readonly [T in Tab]: {
    readonly label: string;
    readonly show: (workspace: Workspace) => TemplateResult;
  };
} = {
  outline: {label: "Outline", show: outline},
  files: {label: "Files", show: files},
  models: {label: "Models", show: models}
};

interface SidebarActions {
  readonly choose: (tab: Tab) => void;
  /** Called after an entry of a list, or a file to import, was chosen. */
  readonly chosen: () => void;
}

/** Returns the sidebar with one of its three lists. */
export function sidebar(
  workspace: Workspace,
  chosen: Tab,
  {choose, chosen: entryChosen}: SidebarActions
): TemplateResult {
  const clicked = ({target}: Event): void => {
    if ((target as Element).closest(".entries button")) entryChosen();
  };
  const took = ({target}: Event): void => {
    if ((target as Element).closest(".exchange")) entryChosen();
  };
  const names = Object.keys(tabs) as Tab[];
  const move = (event: KeyboardEvent): void => {
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (step === undefined) return;
    event.preventDefault();
    choose(names[(names.indexOf(chosen) + step + names.length) % names.length]!);
    const list = event.currentTarget as Element;
    requestAnimationFrame(() => list.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  };
  return html`<aside class="sidebar" aria-label="Notebook">
    <div class="tabs" role="tablist" @keydown=${move}>
      ${names.map(
        (name) =>
          html`<button
            role="tab"
            aria-selected=${name === chosen}
            aria-controls="list"
            tabindex=${name === chosen ? 0 : -1}
            @click=${() => choose(name)}
          >
            ${tabs[name].label}
          </button>`
      )}
    </div>
    <div
      id="list"
      role="tabpanel"
      aria-label=${tabs[chosen].label}
      @click=${clicked}
      @change=${took}
    >
      ${tabs[chosen].show(workspace)}
    </div>
  </aside>`;
}

function outline(workspace: Workspace): TemplateResult {
  const {stage, outlined} = workspace;
  if (!stage) return html`<p class="none">No notebook is open.</p>`;
  const {session, statuses, focused} = stage;
  const {cells} = session.notebook;
  return html`<ul class="entries outline">
      ${repeat(
        // A file can have more of them than a page draws at once.
        cells.slice(0, outlined),
        ({id}) => id,
        (cell) =>
          // Only what has changed is looked at again: there may be thousands.
          guard([stage, cell, statuses.get(cell.id), cell.id === focused], () => entry(stage, cell))
      )}
    </ul>
    ${
      cells.length > outlined
        ? html`<button class="quiet" @click=${() => workspace.outlineMore()}>
            Show more of ${cells.length} cells
          </button>`
        : nothing
    }`;
}

function entry(stage: Stage, {id, type, text}: Cell): TemplateResult {
  const status = stage.statuses.get(id);
  const heading = type === "md" && /^\s*#/.test(text);
  return html`<li class=${heading ? "heading" : `of-${type}`}>
    <button aria-current=${id === stage.focused ? "true" : nothing} @click=${() => stage.go(id)}>
      <span class="name">${status?.name || cellLabel(text)}</span>${statusText(status)}
    </button>
  </li>`;
}

/** How a cell is, in a word; what took no time to speak of says nothing. */
function statusText(status: Status | undefined): TemplateResult | typeof nothing {
  if (!status) return nothing;
  const {state, milliseconds, problem} = status;
  if (state === "error")
    return html`<span class="note bad" title=${problem?.message ?? ""}
      >${icon("warn")} error</span
    >`;
  if (state === "waiting" || state === "running") return html`<span class="note">${state}</span>`;
  // What took no time to speak of says nothing.
  if (state === "ok" && milliseconds !== null && milliseconds >= 5)
    return html`<span class="note">${Math.round(milliseconds)} ms</span>`;
  return nothing;
}

function models({stage}: Workspace): TemplateResult {
  const add = (event: Event): void =>
    stage?.chooseModel((event.target as ConnectedModelPicker).value);
  return html`${stage ? whereTo(stage) : nothing}
    <ecco-model-picker class="models" flat fixed label="Models" @input=${add}></ecco-model-picker>
    <p class="none">
      ${
        stage
          ? "Choosing a model adds a cell with it, or puts it into a cell that names one."
          : "Open a notebook to use one."
      }
    </p>`;
}

/** Asks where the chosen model goes, while cells name others. */
function whereTo(stage: Stage): TemplateResult | typeof nothing {
  const {chosenModel: src} = stage;
  if (src === null) return nothing;
  const leave = ({key}: KeyboardEvent): void => {
    if (key === "Escape") stage.leaveModel();
  };
  return html`<div
    class="entries where"
    role="group"
    aria-label=${`Where ${src} goes`}
    @keydown=${leave}
    ${ref(focusFirst)}
  >
    <p>Where does <b>${src}</b> go?</p>
    ${modelCells(stage.session.notebook).map(
      ({id, name, src: now}) =>
        html`<button @click=${() => stage.putModel(src, id)}>
          <span class="name">${name === null ? "Into a cell without a name" : `Into ${name}`}</span>
          <span class="note">in place of ${now}</span>
        </button>`
    )}
    <button @click=${() => stage.addModel(src)}><span class="name">Into a new cell</span></button>
    <button @click=${() => stage.leaveModel()}><span class="name">Nowhere</span></button>
  </div>`;
}

/** Once it is there, the question has the keyboard. */
const focusFirst = (question: Element | undefined): void =>
  void (question && requestAnimationFrame(() => question.querySelector("button")?.focus()));
