/** What the reader is asked about models: who would be asked for what, how large it is, what is kept. */
import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {format, transferText} from "@ecco/cells/model-picker";
import type {ModelDesk} from "./model-desk.ts";
import type {Step, Wanted} from "./model-wish.ts";

interface Question {
  readonly what: (wanted: Wanted) => TemplateResult;
  readonly how: (wanted: Wanted) => TemplateResult | string;
  readonly label: (wanted: Wanted) => string;
}

/** What a system could take for the end of a text, or for another direction, is shown as what it is not. */
export const plain = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\u{fffd}");

/** An address is shown below, as it is asked: letters that look like others are not. */
const calledOf = (src: string): string => (/^https?:/i.test(src) ? "a model" : plain(src));

const question: Readonly<Partial<Record<Step, Question>>> = {
  consent: {
    what: ({src, named: {host, here}}) =>
      here
        ? html`The notebook wants to use ${calledOf(src)}, which is on this computer.`
        : host === null
          ? html`The notebook wants ${plain(src)}, which is not on this computer.`
          : html`The notebook wants ${calledOf(src)} from ${host}.`,
    how: ({named}) =>
      named.host === null
        ? "It can then read the model's files."
        : html`Asked is
          ${addressText(named.address ?? "")}${isNear(named.isPrivate)}${
            named.token ? ", with this computer's access token" : ""
          }.
          ${
            named.here
              ? "Only what is new there is downloaded."
              : "Up to 100 MB come at once; for more you are asked again, with the size."
          }`,
    label: ({named}) => (named.here || named.host === null ? "Use it" : "Download")
  },
  size: {
    what: ({src, bytes, named: {host}}) =>
      bytes === null
        ? html`${host} does not say how large ${calledOf(src)} is.`
        : html`${calledOf(src)} from ${host} is ${format.bytes(bytes)} large.`,
    how: ({bytes}) =>
      bytes === null ? "At most 16 GB of a file are taken." : "It stays on this computer.",
    label: () => "Download"
  },
  token: {
    what: ({src, named: {host}}) =>
      html`${host ?? "The hub"} wants to know who asks for ${calledOf(src)}.`,
    how: ({message}) => message,
    label: () => "Download"
  },
  keep: {
    what: ({src, bytes}) =>
      html`The notebook wants to keep files on this computer, as ${plain(src)}
      (${format.bytes(bytes ?? 0)}).`,
    how: ({files}) => html`${addressText(filesText(files))}`,
    label: () => "Keep them"
  }
};

/** A text that is shown as a whole; a long one moves within its place. */
const addressText = (text: string): TemplateResult =>
  text.length < 300
    ? html`<span class="address">${text}</span>`
    : html`<span class="address long" tabindex="0">${text}</span>`;

const isNear = (isPrivate: boolean): string =>
  isPrivate ? ", an address of this computer or its network" : "";

const most = 12;

function filesText(files: readonly File[]): string {
  const names = files
    .slice(0, most)
    .map(({name, size}) => `${plain(name).slice(0, 100)} (${format.bytes(size)})`);
  return files.length > most
    ? `${names.join(", ")} and ${files.length - most} more`
    : names.join(", ");
}

/** Returns the questions of a notebook, and what is on its way. */
export function modelBanners(desk: ModelDesk): readonly (TemplateResult | typeof nothing)[] {
  const {wanted, waiting} = desk;
  return [...wanted.map((each) => banner(desk, each)), more(desk, waiting)];
}

function banner(desk: ModelDesk, wanted: Wanted): TemplateResult | typeof nothing {
  const {key, src, transfer, step} = wanted;
  const decline = (): void => desk.decline(key);
  if (transfer)
    return html`<div class="banner model" role="status">
      <p><b>${plain(src)}</b> <span class="num">${transferText(transfer)}</span></p>
      <button @click=${decline}>Stop</button>
    </div>`;
  const asked = question[step];
  if (!asked) return nothing;
  const accept = (event: SubmitEvent): void => {
    event.preventDefault();
    if (desk.isFresh) return;
    const field = (event.currentTarget as HTMLFormElement).querySelector("input");
    desk.accept(key, field?.value.trim() || null);
  };
  return html`<div class="banner warn model" role="alert">
    <form @submit=${accept}>
      <p><b>${asked.what(wanted)}</b> ${asked.how(wanted)}</p>
      ${
        step === "token"
          ? html`<input
              type="password"
              aria-label="Access token"
              placeholder="Access token"
              autocomplete="off"
              required
            />`
          : nothing
      }
      <span class="choices"
        ><button aria-disabled=${desk.isFresh ? "true" : nothing}>${asked.label(wanted)}</button>
        <button type="button" @click=${decline}>Not now</button></span
      >
    </form>
  </div>`;
}

/** What waits behind the questions that are shown. */
function more(desk: ModelDesk, waiting: number): TemplateResult | typeof nothing {
  if (waiting === 0) return nothing;
  return html`<div class="banner warn" role="status">
    <p>
      <b
        >The notebook has ${waiting} more ${waiting === 1 ? "question" : "questions"} about
        models.</b
      >
      They are asked one after the other.
    </p>
    <button @click=${() => desk.declineAll()}>Refuse all</button>
  </div>`;
}
