/** What the reader decides about a notebook that does not run yet: what it would ask for, and whether to run it. */
import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {format} from "@ecco/cells/model-picker";
import type {ModelEntry} from "@ecco/cells/model-picker";
import {plain} from "./model-banner.ts";
import type {Asks} from "./asks.ts";
import type {Stage} from "./stage.ts";

/** What is asked before it runs, and how it is answered. */
export interface PreviewActions {
  readonly folder: string;
  /** Models of this computer: only their sizes are known without asking anybody. */
  readonly models: readonly ModelEntry[];
  readonly trustFolder: () => void;
}

/** Returns the banner; nothing when all that is there may run. */
export function previewBanner(
  stage: Stage,
  actions: PreviewActions
): TemplateResult | typeof nothing {
  const {session, life} = stage;
  const held = session.held.size;
  if (held === 0) return nothing;
  stage.ask();
  const shown = session.notebook;
  const asks = stage.question?.notebook === shown ? stage.question.asks : null;
  const [what, how] =
    life === "running"
      ? [
          `Another program has changed ${held === 1 ? "one cell" : `${held} cells`}; ${held === 1 ? "it does" : "they do"} not run until you agree.`,
          "Everything else goes on."
        ]
      : [
          "Nothing of this notebook runs yet:",
          "it is new here, or another program has changed it. You see its text and its recorded pictures, and can edit it; what you type runs with the rest."
        ];
  return html`<section
    class="banner preview"
    tabindex="-1"
    aria-label="This notebook does not run yet"
  >
    <div>
      <p><b>${what}</b> ${how}</p>
      ${asks ? list(asks, actions.models) : html`<p class="muted">Reading what it asks for …</p>`}
    </div>
    <div class="choices">
      <button class="primary run-notebook" @click=${() => stage.run(shown)}>Run</button>
      <button
        title="Every notebook in ${actions.folder}/ then runs when it is opened, whoever wrote it. You can take it back in Files."
        @click=${actions.trustFolder}
      >
        Trust this folder
      </button>
    </div>
  </section>`;
}

function list(asks: Asks, models: readonly ModelEntry[]): TemplateResult {
  const lines = linesOf(asks, models);
  return lines.length === 0
    ? html`<p class="muted">It asks for no model, no package and no other host.</p>`
    : html`<p>When it runs, it asks for:</p>
        <ul tabindex=${lines.length > 6 ? 0 : nothing}>
          ${lines.map(([name, note]) => html`<li><span class="asked">${plain(name)}</span> ${note}</li>`)}
        </ul>`;
}

/** Returns what is asked for, a line each: what, and what is to be known of it. */
export function linesOf(
  {models, hosts, modules, packages, computed, workers, unclear}: Asks,
  here: readonly ModelEntry[]
): readonly (readonly [what: string, note: string])[] {
  return [
    ...models.map((src) => [src, modelNote(src, here)] as const),
    ...modules.map((name) => [name, "code of this folder, which runs with the notebook"] as const),
    ...packages.map(
      (name) =>
        [name, "a package, where it is installed in this folder; its code runs too"] as const
    ),
    ...hosts.map(
      (host) =>
        [host, "another host: notebooks reach none, and what asks for it will fail"] as const
    ),
    ...(workers ? [["workers", "programs of its own in the background"] as const] : []),
    ...(computed
      ? [
          [
            "other models",
            "by names that it computes: each will be asked for when it comes"
          ] as const
        ]
      : []),
    ...(unclear
      ? [
          [
            "more, perhaps",
            "some of it could not be read: whatever else it wants will be asked for"
          ] as const
        ]
      : [])
  ];
}

function modelNote(src: string, here: readonly ModelEntry[]): string {
  const known = here.find((model) => model.src === src || model.name === src);
  const size = known?.bytes ? ` of ${format.bytes(known.bytes)}` : "";
  if (known)
    return `a model${size}, ${known.removable ? "on this computer already" : "comes with Ecco"}`;
  if (src.startsWith("hf:"))
    return "a model from huggingface.co; its size is known when it is fetched";
  if (/^https?:/i.test(src))
    return "a model from the host in its address; its size is known when it is fetched";
  if (/^[a-z][a-z+.-]+:/i.test(src)) return "a model that is not on this computer";
  return /[./\\]/.test(src)
    ? "a model beside the notebook"
    : "a model that does not come with Ecco";
}

/** Leads the keyboard to the question; not to its button, which a key that is on its way must not press. */
export function focusQuestion(root: ParentNode): void {
  root.querySelector<HTMLElement>(".banner.preview")?.focus();
}
