import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import type {Workspace} from "./workspace.ts";

/** Whether every notebook of the folder may run, and how to change that. */
export function trustedFolder(workspace: Workspace): TemplateResult | typeof nothing {
  const {information} = workspace;
  if (!information) return nothing;
  if (information.trusted === "command")
    return html`<p class="none">
      Every notebook of this folder runs when it is opened: the editor was started with --trust.
    </p>`;
  const on = information.trusted === "reader";
  return html`<label class="none trusted">
    <input
      type="checkbox"
      .checked=${on}
      @change=${(event: Event) => {
        const box = event.target as HTMLInputElement;
        void workspace.trustFolder(box.checked);
      }}
    />
    <span
      ><b>Trust this folder.</b> Every notebook in ${information.folder}/ runs when it is opened,
      whoever wrote it.</span
    >
  </label>`;
}
