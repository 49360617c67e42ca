/** A browser as tests of several engines drive it: the little that Chromium, Firefox and WebKitGTK all can. */
import {expect} from "vitest";
import {eventually} from "../../eventually.ts";

/** A document that a test looks into: the page itself, or a frame in it of whatever origin. */
export interface Scope {
  /** Runs *work* in the document, waits for what it returns, and returns that by way of JSON. It sees only its *args*. */
  evaluate<A extends readonly unknown[], T>(
    work: (...args: A) => T | Promise<T>,
    ...args: A
  ): Promise<T>;
}

export interface EnginePage extends Scope, AsyncDisposable {
  /** Opens an address and waits until its document has loaded. */
  open(address: string): Promise<void>;
  /** Presses the keys of a text, as a reader would, where the focus is: in the page, or in the frame of that number. */
  type(text: string, frame?: number): Promise<void>;
  /** Presses and lets go of the left button at a place, in CSS pixels of the page, or of the frame of that number. */
  click(x: number, y: number, frame?: number): Promise<void>;
  /** The frame of that number in the page; it may be of an origin that no script of the page can reach. */
  frame(index: number): Scope;
  /** A picture of what is in sight, as PNG. */
  screenshot(): Promise<Buffer>;
}

/** One of the engines: a new browser each time, with nothing kept. */
export interface Engine {
  readonly name: "Chromium" | "Firefox" | "WebKitGTK";
  /** What to do where it is not installed; null where it is. */
  readonly missing: string | null;
  start(): Promise<EnginePage>;
}

/** Returns the source that runs *work* and gives its result as a promise of JSON. */
export const sourceOf = (work: (...args: never[]) => unknown, args: readonly unknown[]): string =>
  `Promise.resolve((${String(work)})(...${JSON.stringify(args)})).then((value) => JSON.stringify(value ?? null))`;

/** Returns all text of a document, of views too. */
export const textOf = (scope: Scope, selector = "body"): Promise<string> =>
  scope.evaluate((from) => {
    const read = (node: Node): string => {
      if (node.nodeName === "STYLE" || node.nodeName === "SCRIPT") return "";
      if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? "";
      const shadow = node instanceof Element && node.shadowRoot ? [node.shadowRoot] : [];
      return [...shadow, ...node.childNodes].map(read).join(" ");
    };
    return [...document.querySelectorAll(from)].map(read).join(" ").replaceAll(/\s+/g, " ");
  }, selector);

/** Waits until an element, views included, shows texts. */
export async function shows(
  scope: Scope,
  selector: string,
  ...texts: readonly string[]
): Promise<void> {
  await eventually(async () => {
    const seen = await textOf(scope, selector);
    for (const text of texts) expect(seen).toContain(text);
  });
}
