/** What stands between a choice and its model: the question before a download, and the way it goes. */
import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {bytes, duration} from "../format.ts";
import type {Pick} from "./model-picker.ts";

/** A download that nobody has agreed to yet. */
export interface Offer {
  readonly name: string;
  readonly bytes: number | null;
  /** Who is asked for it: huggingface.co. */
  readonly host: string;
  /** Where it is kept: "in this browser". */
  readonly place: string;
  /** Whether the host wants to know who asks. */
  readonly token?: boolean;
}

/** Files on their way. */
export interface Transfer {
  readonly name: string;
  readonly loaded: number;
  readonly total: number | null;
  /** Bytes a second. */
  readonly rate?: number | null | undefined;
  /** In seconds. */
  readonly remaining?: number | null | undefined;
}

/** Draws the question. */
export function drawOffer(offer: Offer, ask: (pick: Pick) => void): TemplateResult {
  const {name, host, place, token} = offer;
  const accept = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).querySelector("input");
    ask({name: "accept", token: field?.value.trim() || null});
  };
  const size = offer.bytes === null ? "of unknown size" : bytes(offer.bytes);
  return html`<div class="ask" role="group" aria-label="Download">
    <p><b>${name}</b> is ${size}, from ${host}. It stays ${place}.</p>
    <form @submit=${accept}>
      ${
        token
          ? html`<input
              type="password"
              name="token"
              aria-label=${`Access token of ${host}`}
              placeholder=${`Access token of ${host}`}
              autocomplete="off"
              required
            />`
          : nothing
      }
      <button class="btn main">Download</button>
      <button type="button" class="btn" @click=${() => ask({name: "decline"})}>Not now</button>
    </form>
  </div>`;
}

/** Draws how far it is: `61.2 MB of 91.0 MB · 8.4 MB/s · 4.0 s left`. */
export function drawTransfer(transfer: Transfer, ask: (pick: Pick) => void): TemplateResult {
  const {name, total} = transfer;
  const share = total ? Math.min(1, transfer.loaded / total) : null;
  const value = share === null ? null : Math.round(share * 100);
  return html`<div class="getting">
    <div class="row">
      <b>${name}</b> <span class="detail">${transferText(transfer)}</span>
      <button type="button" class="btn" @click=${() => ask({name: "stop"})}>Stop</button>
    </div>
    <div
      class="progress"
      role="progressbar"
      aria-label=${`${name} is loading`}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${value ?? nothing}
    >
      <i .style=${`width:${value ?? 12}%`}></i>
    </div>
  </div>`;
}

/** Returns how far files are, in words. */
export function transferText({loaded, total, rate, remaining}: Transfer): string {
  return [
    total === null ? bytes(loaded) : `${bytes(loaded)} of ${bytes(total)}`,
    rate ? `${bytes(rate)}/s` : "",
    remaining ? `${duration(remaining * 1000)} left` : ""
  ]
    .filter(Boolean)
    .join(" · ");
}
