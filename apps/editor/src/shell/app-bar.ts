/** The bar on top: what is open, whether it is saved, and what the engine does. */
import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {icon} from "./icons.ts";
import type {SaveState} from "./session.ts";
import type {Engine} from "./stage.ts";
import type {Workspace} from "./workspace.ts";

const states: {readonly [K in SaveState["kind"]]: string} = {
  saved: "saved",
  edited: "edited",
  saving: "saving",
  failed: "not saved",
  conflict: "changed on disk"
};

const backends: Readonly<Record<string, string>> = {
  webgpu: "WebGPU",
  onnx: "WebAssembly",
  reference: "reference"
};

const compact = new Intl.NumberFormat("en", {notation: "compact", maximumFractionDigits: 1});

/** Returns how many weights a model has: `4.8 M`. */
export const weightsText = (weights: number): string =>
  compact.format(weights).replace(/([KMBT])$/, " $1");

/** Of a title so much is shown, in UTF-16 units; what is longer is not changed here. */
const longestTitle = 1000;

/** Returns as much of a title as a page shows. */
export const shownTitle = (title: string): string =>
  title.length > longestTitle ? `${title.slice(0, longestTitle)}…` : title;

/** Returns the bar. */
export function appBar({stage}: Workspace, toggleSidebar: () => void): TemplateResult {
  return html`<header class="appbar">
    <button class="quiet square" aria-label="Outline, files and models" @click=${toggleSidebar}>
      ${icon("menu")}
    </button>
    <h1 class="logo">Ecco</h1>
    ${
      stage
        ? html`<input
              class="title"
              aria-label="Title of the notebook"
              .value=${shownTitle(stage.session.notebook.title)}
              size=${Math.max(8, shownTitle(stage.session.notebook.title).length)}
              ?readonly=${stage.session.notebook.title.length > longestTitle}
              @change=${(event: Event) =>
                stage.rename((event.target as HTMLInputElement).value.trim())}
            />
            <span class="saved" role="status">${states[stage.session.state.kind]}</span>`
        : nothing
    }
    <div class="right">
      ${engineButton(stage?.engine ?? null)}
      ${
        stage
          ? html`<button
                class="quiet stop"
                aria-label="Stop"
                title="Stop: the notebook opens again without running"
                @click=${() => stage.stop()}
              >
                ${icon("stop")} <span class="wide-only">Stop</span>
              </button>
              <button
                class="quiet square"
                aria-label=${label("Undo", stage.session.history.undoLabel)}
                title="${label("Undo", stage.session.history.undoLabel)} (Ctrl Z)"
                ?disabled=${!stage.session.history.canUndo}
                @click=${() => stage.travel("undo")}
              >
                ${icon("undo")}
              </button>
              <button
                class="quiet square wide-only"
                aria-label=${label("Redo", stage.session.history.redoLabel)}
                title="${label("Redo", stage.session.history.redoLabel)} (Ctrl Shift Z)"
                ?disabled=${!stage.session.history.canRedo}
                @click=${() => stage.travel("redo")}
              >
                ${icon("redo")}
              </button>
              <button
                class="quiet wide-only"
                aria-pressed=${stage.reader}
                @click=${() => stage.setReader(!stage.reader)}
              >
                Reader view
              </button>`
          : nothing
      }
    </div>
  </header>`;
}

const label = (what: string, of: string | null): string => (of ? `${what}: ${of}` : what);

function engineButton(engine: Engine | null): TemplateResult | typeof nothing {
  if (!engine) return nothing;
  const backend = backends[engine.backend] ?? engine.backend;
  return html`<button class="engine" popovertarget="engine" title="Engine">
      <span class=${engine.notice ? "dot warn" : "dot"}></span>
      <span class="wide-only">${backend}</span>
      <span class="wide-only">${engine.model} ${weightsText(engine.weights)}</span>
      <span class="ms">${Math.max(1, Math.round(engine.milliseconds))} ms</span>
    </button>
    <div id="engine" class="card" popover>
      <p><b>${engine.model}</b> runs on ${backend}: ${engine.reason}.</p>
      ${engine.notice ? html`<p class="warn">${engine.notice}</p>` : nothing}
      <p class="muted">
        ${weightsText(engine.weights)} weights; the last run took ${engine.milliseconds.toFixed(1)}
        ms.
      </p>
    </div>`;
}
