/** What all of Ecco on a page shares, whichever of its scripts came first, and in whichever version. */
import {version} from "@ecco/engine/version";
import type {Read} from "./recorded/recording.ts";
import type {ConnectedView} from "./elements/connected.ts";
import type {ConnectedPrompt} from "./elements/prompt.ts";
import type {ModelPicker} from "@ecco/viz";
import type {Settings} from "./settings.ts";

/** What makes elements live: ecco.js brings it, views.js does not. */
export interface Live {
  /** Connects a view to its model; false where it does not know views of that tag. */
  readonly view: <D>(host: ConnectedView<D>, tag: string, read: Read<D>) => boolean;
  readonly prompt: (host: ConnectedPrompt) => void;
  readonly picker: (host: ModelPicker) => void;
}

interface Page {
  /** The version of the script that came first. */
  readonly version: string;
  /** The tags that its elements have. */
  readonly tags: Set<string>;
  /** What elements on the page do when it becomes live. */
  readonly waiting: Set<() => void>;
  live: Live | undefined;
  settings: Settings;
  /** The versions of scripts that came later and found their tags taken. */
  readonly later: string[];
}

const key = Symbol.for("ecco");
const shared = globalThis as {[key]?: Page};

/** The page's own: scripts that come later find it. */
export const page: Page = (shared[key] ??= {
  version,
  tags: new Set(),
  waiting: new Set(),
  live: undefined,
  settings: {},
  later: []
});

/** Makes the elements of the page live, those of other scripts too; the first to come does. */
export function goLive(live: Live): void {
  page.live ??= live;
  for (const join of page.waiting) join();
}

const listed = (tags: readonly string[]): string => tags.map((tag) => `<${tag}>`).join(", ");

/** Registers elements under their tags. Those that are taken stay as they are, which is said once; without a DOM nothing happens. */
export function define(elements: Readonly<Record<string, CustomElementConstructor>>): void {
  if (typeof document === "undefined" || typeof customElements === "undefined") return;
  const taken = Object.entries(elements).flatMap(([tag, element]) => {
    const there = customElements.get(tag);
    if (there) return there === element ? [] : [tag];
    customElements.define(tag, element);
    page.tags.add(tag);
    return [];
  });
  if (!taken.length) return;
  const foreign = taken.filter((tag) => !page.tags.has(tag));
  if (foreign.length)
    console.warn(`ecco: ${listed(foreign)} taken by another module; what that registers is shown`);
  else sayLater();
}

/** Says once, when all scripts of the page have run, that there are several. */
function sayLater(): void {
  if (page.later.push(version) > 1) return;
  const say = (): void =>
    console.warn(
      `ecco: this page loads Ecco ${page.version} and then ${page.later.join(" and ")}; the first of them draws the page, load that one alone`
    );
  if (document.readyState === "complete") say();
  else addEventListener("load", say, {once: true});
}
