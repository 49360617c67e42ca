/** What the reader is asked about packages that cells import: whether to install them, by name and version. */
import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {plain} from "./model-banner.ts";
import type {PackageDesk, WantedPackage} from "./package-desk.ts";

type Words = (wanted: WantedPackage) => TemplateResult;

const words: Readonly<Record<WantedPackage["step"], Words>> = {
  asked: ({name, place}) =>
    html`<b>A cell imports ${plain(name)}, which is not installed.</b> ${where(place)} Its code then
      runs in this notebook.`,
  working: ({what, answers}) =>
    html`<b>Installing ${plain(what)}</b>
      <span class="num">${answers === 0 ? "…" : `${answers} answers of the registry`}</span>`,
  failed: ({message}) => html`<b>${plain(message)}.</b>`
};

const where = (place: WantedPackage["place"]): string =>
  place === null
    ? "npm downloads it and what it needs, and runs no script of them."
    : `npm downloads it and what it needs from ${plain(place.registry ?? "its registry")} into ${plain(place.into)}node_modules, and runs no script of them.`;

/** Returns the questions, and what is being installed. */
export const packageBanners = (desk: PackageDesk): readonly TemplateResult[] =>
  desk.wanted.map((each) => banner(desk, each));

function banner(desk: PackageDesk, wanted: WantedPackage): TemplateResult {
  const {what, step} = wanted;
  const decline = (): void => desk.decline(what);
  if (step === "working")
    return html`<div class="banner package" role="status">
      <p>${words[step](wanted)}</p>
      <button @click=${decline}>Stop</button>
    </div>`;
  const install = (): void => {
    if (!desk.isFresh) void desk.install(what);
  };
  return html`<div class="banner warn package" role="alert">
    <p>${words[step](wanted)}</p>
    <button class="install" aria-disabled=${desk.isFresh ? "true" : nothing} @click=${install}>
      ${step === "failed" ? "Try again" : html`Install ${plain(what)}`}
    </button>
    <button @click=${decline}>Not now</button>
  </div>`;
}
