/** The list of the folder's notebooks, and the field for a new one. */
import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {guard} from "lit/directives/guard.js";
import {repeat} from "lit/directives/repeat.js";
import {icon} from "./icons.ts";
import {importExport} from "./import-export.ts";
import type {Entry} from "./listing.ts";
import {trustedFolder} from "./trusted-folder.ts";
import type {Workspace} from "./workspace.ts";

/** Returns the files; of very many the first ones, and a button for more. */
export function files(workspace: Workspace): TemplateResult {
  const {listing, stage, shown} = workspace;
  const create = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const title = form.querySelector("input")!.value.trim();
    if (!title) return;
    form.reset();
    void workspace.create(title);
  };
  const notebooks = listing?.notebooks ?? [];
  const open = stage?.session.path;
  // Every keystroke draws the shell again, and thousands of files need not be compared for it.
  const entries = guard([notebooks, open, shown], () =>
    repeat(
      notebooks.slice(0, shown),
      ({path}) => path,
      (each) => file(each, each.path === open, workspace)
    )
  );
  return html`<ul class="entries files">
      ${entries}
    </ul>
    ${
      notebooks.length > shown
        ? html`<button class="quiet" @click=${() => workspace.showMore()}>
            Show more of ${notebooks.length} files
          </button>`
        : nothing
    }
    <form class="create" @submit=${create}>
      <input
        name="title"
        aria-label="Title of a new notebook"
        placeholder="New notebook"
        required
      />
      <button class="quiet" aria-label="Create the notebook">${icon("plus")}</button>
    </form>
    ${importExport(workspace)} ${trustedFolder(workspace)}`;
}

function file(
  {path, title, problem, readOnly}: Entry,
  isOpen: boolean,
  workspace: Workspace
): TemplateResult {
  const note = problem === undefined ? title : `does not open: ${problem}`;
  return html`<li>
    <button aria-current=${isOpen ? "page" : nothing} @click=${() => void workspace.open(path)}>
      <span class="name">${path}</span
      ><span class=${problem === undefined ? "note" : "note bad"} title=${note}
        >${note}${readOnly ? " (read-only)" : ""}</span
      >
    </button>
    <button
      class="still"
      aria-label=${`Open ${path} without running`}
      title="Open without running"
      @click=${() => void workspace.openStill(path)}
    >
      ${icon("still")}
    </button>
  </li>`;
}
