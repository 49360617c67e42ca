/**
 * What a reader has made of a page, in its address: `#ecco=1.` and JSON in base64url. Other parts of the fragment stay
 * as they are; parts about elements that are gone, or that cannot be read, are passed over.
 */
import {base64} from "../export/base64.ts";

/** What is kept of one element. */
export interface Kept {
  /** Parameters the reader chose. */
  readonly p?: Readonly<Record<string, string>>;
  /** The pinned mark: row and column. */
  readonly s?: readonly [number, number];
  /** The text the reader wrote. */
  readonly t?: string;
}

/** An element that has something to keep. */
export interface Keeper extends Element {
  readonly kept: Kept | undefined;
}

const version = "1.";
/** Addresses longer than this get cut in mail and chats, in characters. */
const longest = 8000;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Returns what names an element in the address: its id, else its tag and which of them it is. */
function keyOf(element: Element): string | undefined {
  if (element.id) return `#${element.id}`;
  // Inside somebody else's shadow root there is no order that the page knows.
  if (element.getRootNode() !== document) return undefined;
  const all = [...document.getElementsByTagName(element.localName)];
  return `${element.localName.replace("ecco-", "")}.${all.indexOf(element)}`;
}

const partsOf = (hash: string): readonly string[] =>
  hash.replace(/^#/, "").split("&").filter(Boolean);
const isOurs = (part: string): boolean => part.startsWith("ecco=");

const encode = (text: string): string =>
  base64(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

function decode(text: string): string {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder().decode(Uint8Array.from(letters, (letter) => letter.codePointAt(0)!));
}

/** Returns what an address holds, by the names of elements; nothing when it holds nothing of ours. */
export function readFragment(hash: string): Map<string, Kept> {
  const part = partsOf(hash).find(isOurs)?.slice("ecco=".length);
  const found = new Map<string, Kept>();
  if (!part?.startsWith(version) || part.length > longest) return found;
  try {
    const state: unknown = JSON.parse(decode(part.slice(version.length)));
    if (!isObject(state)) return found;
    for (const [key, kept] of Object.entries(state)) if (isObject(kept)) found.set(key, read(kept));
  } catch {
    // Cut short, or written by somebody else: the page is as its author made it.
  }
  return found;
}

/** Anybody may have written it: what is not as it should be is left out. */
function read({p, s, t}: Readonly<Record<string, unknown>>): Kept {
  const isSpot =
    Array.isArray(s) && s.length === 2 && s.every((n) => Number.isInteger(n) && Number(n) >= 0);
  const chosen = isObject(p)
    ? Object.entries(p).filter(([, value]) => typeof value === "string")
    : [];
  return {
    ...(chosen.length ? {p: Object.fromEntries(chosen) as Record<string, string>} : {}),
    ...(isSpot ? {s: [Number(s[0]), Number(s[1])] as const} : {}),
    ...(typeof t === "string" ? {t} : {})
  };
}

/** Returns the fragment that holds what all elements of the page keep. Throws when that is too long for an address. */
export function writeFragment(hash: string): string {
  const state: Record<string, Kept> = {};
  for (const element of document.querySelectorAll("*")) {
    if (!element.localName.startsWith("ecco-") || !("kept" in element)) continue;
    const {kept} = element as Keeper;
    const key = keyOf(element);
    if (kept && key !== undefined) state[key] = kept;
  }
  const ours = Object.keys(state).length ? [`ecco=${version}${encode(JSON.stringify(state))}`] : [];
  if (ours[0] && ours[0].length > longest)
    throw new Error(
      `link: got ${ours[0].length} characters, expected at most ${longest}; shorten the prompt, or save the view as HTML page`
    );
  return [...partsOf(hash).filter((part) => !isOurs(part)), ...ours].join("&");
}

/** Returns the page's address with what its elements keep, and shows it in the browser's own field. */
export function keepInAddress(): string {
  const url = new URL(location.href);
  url.hash = writeFragment(location.hash);
  if (url.href !== location.href) history.replaceState(history.state, "", url);
  return url.href;
}

/** A frame's address is not the one the reader sees. */
export const hasAddress = (): boolean => window.top === window;

let waiting: Map<string, Kept> | undefined;

/** Returns what the address the page was opened with holds for an element; once. */
export function takeKept(element: Element): Kept | undefined {
  waiting ??= readFragment(location.hash);
  if (waiting.size === 0) return undefined;
  const key = keyOf(element);
  const kept = key === undefined ? undefined : waiting.get(key);
  if (key !== undefined) waiting.delete(key);
  return kept;
}
