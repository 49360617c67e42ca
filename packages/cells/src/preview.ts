/** Draws recorded results with views that know no engine and load nothing: for pages in which nothing else may happen. */
import {elements} from "@ecco/viz";
import type {View} from "@ecco/viz";
import {pickRecorded} from "./recorded/read-json.ts";
import {readers} from "./recorded/readers.ts";

type Tag = keyof typeof readers;

/** The tags of views that draw recorded results. */
export const viewTags: ReadonlySet<string> = new Set(Object.keys(readers));

/** Attributes that say how a view is, and not what it shows: the preview says that. */
const states: ReadonlySet<string> = new Set(["state", "message", "progress", "suggestion"]);

/**
 * Returns a view with a recorded result in it: one that only draws, under a tag of its own, because the usual tag may
 * belong to a view that asks a model. Throws when the text is no result of the view's kind.
 */
export function drawRecorded(
  tag: string,
  json: string,
  attributes: ReadonlyMap<string, string>
): HTMLElement {
  const prompt = attributes.get("prompt");
  const {data, origin} = pickRecorded<unknown>(JSON.parse(json) as unknown, {
    ...(prompt === undefined ? {} : {prompt}),
    read: readers[tag as Tag],
    what: `<${tag}>`
  });
  const own = tag.replace(/^ecco-/, "ecco-recorded-");
  if (!customElements.get(own))
    customElements.define(own, class extends (elements[tag as Tag] as new () => HTMLElement) {});
  const view = document.createElement(own) as View<unknown, unknown>;
  const known = (view.constructor as typeof View).observedAttributes;
  for (const [name, value] of attributes)
    if (known.includes(name) && !states.has(name)) view.setAttribute(name, value);
  view.data = data;
  view.origin = origin;
  view.notice = "recorded result";
  return view;
}
