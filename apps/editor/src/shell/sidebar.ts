/** Outline, files and models beside the notebook. */
import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import type {ConnectedModelPicker} from "@ecco/cells/model-picker";
import {icon} from "./icons.ts";
import type {Status} from "./stage.ts";
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
  /** Called after an entry of a list was chosen. */
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
    <div id="list" role="tabpanel" aria-label=${tabs[chosen].label} @click=${clicked}>
      ${tabs[chosen].show(workspace)}
    </div>
  </aside>`;
}

function outline({stage}: Workspace): TemplateResult {
  if (!stage) return html`<p class="none">No notebook is open.</p>`;
  const {session, statuses, focused} = stage;
  return html`<ul class="entries outline">
    ${repeat(
      session.notebook.cells,
      ({id}) => id,
      ({id, type, text}) => {
        const status = statuses.get(id);
        const heading = type === "md" && /^\s*#/.test(text);
        return html`<li class=${heading ? "heading" : type}>
          <button aria-current=${id === focused ? "true" : nothing} @click=${() => stage.go(id)}>
            <span class="name">${status?.name || `cell ${id}`}</span>${statusText(status)}
          </button>
        </li>`;
      }
    )}
  </ul>`;
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

function files(workspace: Workspace): TemplateResult {
  const {listing, stage} = workspace;
  const create = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const title = form.querySelector("input")!.value.trim();
    if (!title) return;
    form.reset();
    void workspace.create(title);
  };
  return html`<ul class="entries">
      ${repeat(
        listing?.notebooks ?? [],
        ({path}) => path,
        ({path, title}) =>
          html`<li>
            <button
              aria-current=${path === stage?.session.path ? "page" : nothing}
              @click=${() => void workspace.open(path)}
            >
              <span class="name">${path}</span><span class="note">${title}</span>
            </button>
          </li>`
      )}
    </ul>
    <form class="create" @submit=${create}>
      <input
        name="title"
        aria-label="Title of a new notebook"
        placeholder="New notebook"
        required
      />
      <button class="quiet" aria-label="Create the notebook">${icon("plus")}</button>
    </form>`;
}

function models({stage}: Workspace): TemplateResult {
  const add = (event: Event): void => stage?.addModel((event.target as ConnectedModelPicker).value);
  return html`<ecco-model-picker
      class="models"
      flat
      fixed
      label="Models"
      @input=${add}
    ></ecco-model-picker>
    <p class="none">
      ${stage ? "Choosing a model adds a cell with it." : "Open a notebook to use one."}
    </p>`;
}
