/** What leads out of a notebook: its links, windows and files go to the shell, which asks the reader where it must. */
import {besideOf, nameOf} from "./beside/beside.ts";
import {longest} from "../protocol/messages.ts";
import type {ToShell} from "../protocol/messages.ts";

type Say = (message: ToShell) => void;

interface Link {
  /** Whole. */
  readonly address: string;
  /** What a file of it is called; null for a link that is followed. */
  readonly download: string | null;
}

/** Sends what leads out of the page to the shell. The sandbox lets none of it go elsewhere; this is for those who click. */
export function watchOutbound(say: Say): void {
  const leave = (link: Link): void => {
    const beside = besideOf(link.address);
    // A file of the folder is given to the reader; notebooks open.
    if (beside && !beside.pathname.endsWith(".html"))
      void give(link.address, link.download ?? nameOf(beside), say);
    else if (link.download === null) {
      const address = link.address.slice(0, longest.source);
      if (/^(?:https?|mailto):/.test(address)) say({kind: "link", address});
    } else void give(link.address, link.download, say);
  };
  const click = (event: MouseEvent): void => {
    // The right button opens the browser's own menu.
    if (event.defaultPrevented || event.button > 1) return;
    const link = event.composedPath().map(linkOf).find(Boolean);
    if (!link) return;
    event.preventDefault();
    if (!goWithin(link)) leave(link);
  };
  addEventListener("click", click);
  addEventListener("auxclick", click);

  const {click: press} = HTMLElement.prototype;
  HTMLElement.prototype.click = function (): void {
    // No event of it would come here.
    const link = this.isConnected ? null : linkOf(this);
    if (link) leave(link);
    else press.call(this);
  };
  window.open = (address) => {
    leave({address: new URL(address ?? "", document.baseURI).href, download: null});
    return null;
  };
  // Where the page would go by itself; browsers that do not tell leave it to the policy, which refuses.
  const {navigation} = globalThis as {readonly navigation?: EventTarget};
  navigation?.addEventListener("navigate", (event) => {
    const {url} = (event as Event & {readonly destination: {readonly url: string}}).destination;
    if (!event.cancelable || url.startsWith(`${location.origin}/`) || url.startsWith("about:"))
      return;
    event.preventDefault();
    leave({address: url, download: null});
  });
}

function linkOf(target: EventTarget): Link | null {
  if (target instanceof HTMLAnchorElement || target instanceof HTMLAreaElement) {
    if (!target.hasAttribute("href")) return null;
    const download = target.hasAttribute("download")
      ? target.download || lastOf(target.href)
      : null;
    return {address: target.href, download};
  }
  if (!(target instanceof SVGAElement) || !target.href.baseVal) return null;
  return {address: new URL(target.href.baseVal, document.baseURI).href, download: null};
}

const lastOf = (address: string): string =>
  address.startsWith("data:") ? "" : (address.split(/[?#]/)[0]!.split("/").at(-1) ?? "");

/** Goes to the element of that name, or to nothing, when the link is within the page. */
function goWithin({address}: Link): boolean {
  const [page, name] = address.split("#");
  if (name === undefined || page !== location.href.split("#")[0]) return false;
  document.getElementById(decode(name))?.scrollIntoView();
  return true;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Reads a file of the page, before it takes the address back, and gives it to the shell. */
async function give(address: string, name: string, say: Say): Promise<void> {
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`the address answered ${response.status}`);
    say({kind: "file", name: name.slice(0, longest.name), file: await response.blob()});
  } catch (error) {
    console.error(`${name} was not saved:`, error);
  }
}
