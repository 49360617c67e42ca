/** Below the list of files: a notebook from a file of another format, and the open one as such a file. */
import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {readEnds, writtenEnds} from "./in-and-out.ts";
import type {Workspace} from "./workspace.ts";

/** Returns the buttons. */
export function importExport(workspace: Workspace): TemplateResult {
  const take = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    // The same file may be chosen again.
    input.value = "";
    if (file) void workspace.importFile(file);
  };
  const choose = (event: Event): void =>
    (event.currentTarget as Element).parentElement!.querySelector("input")!.click();
  return html`<div class="exchange">
    <input
      type="file"
      accept=${readEnds.join()}
      hidden
      aria-label="File to import"
      @change=${take}
    />
    <button
      class="quiet"
      title="Make a notebook of a file of Jupyter, Quarto, MyST or Observable"
      @click=${choose}
    >
      Import…
    </button>
    ${
      workspace.stage
        ? html`<span class="export"
            >Export as
            ${writtenEnds.map(
              (end) =>
                html`<button
                  class="quiet"
                  aria-label=${`Export as .${end}`}
                  title=${`Save the open notebook as a file .${end}`}
                  @click=${() => void workspace.exportAs(end)}
                >
                  .${end}
                </button>`
            )}</span
          >`
        : nothing
    }
  </div>`;
}

/** How many of them are listed. */
const most = 200;

/** Returns what of an imported file was not understood, until it has been read. */
export function importedBanner(workspace: Workspace): TemplateResult | typeof nothing {
  const {imported, stage} = workspace;
  if (!imported || imported.notices.length === 0 || stage?.session.path !== imported.path)
    return nothing;
  const {name, path, notices} = imported;
  return html`<div class="banner warn imported" role="alert">
    <div>
      <p><b>${path} was made of ${name}.</b> What of it was not understood, or is not kept:</p>
      <ul>
        ${notices
          .slice(0, most)
          .map(
            ({line, what}) =>
              html`<li>${line === null ? nothing : html`<b>line ${line}</b> `}${what}</li>`
          )}
        ${notices.length > most ? html`<li>and ${notices.length - most} more</li>` : nothing}
      </ul>
    </div>
    <button @click=${() => workspace.settleImport()}>All right</button>
  </div>`;
}
