/** Headings that two cells have alike get ids of their own, and references say the number of what they lead to. */
import {alike} from "./alike.ts";
import type {Declared, NumberedElement} from "./declared.ts";
import {headingText} from "./heading-text.ts";
import {idLike, kindOf, kindsOfNames, plainId} from "./names.ts";
import {nameOfHeading} from "../library/markdown/heading-ids.ts";
import type {Words} from "./words.ts";
import {setAttribute, sourceOf, write} from "./written.ts";

const idOf = (element: Element): string => sourceOf(element, ({id}) => id);
const addressOf = (link: Element): string =>
  sourceOf(link, (each) => each.getAttribute("href") ?? "");

/** Gives each heading an id that no other has; links of its own cell lead there. */
export function giveIds(
  outputs: readonly (readonly [output: Element, declared: Declared])[]
): void {
  const taken = new Set<string>();
  for (const [, {numbered}] of outputs)
    for (const {element, kind} of numbered) if (kind !== "sec") taken.add(plainId(element.id));
  for (const [output, {numbered}] of outputs) {
    const changed = new Map<string, string>();
    for (const {element, kind} of numbered) {
      if (kind !== "sec") continue;
      const own = plainId(idOf(element)) || nameOfHeading(headingText(element));
      let id = own;
      for (let count = 1; taken.has(id); count++) id = `${own}-${count}`;
      taken.add(id);
      setAttribute(element, "id", idLike(idOf(element), id));
      if (id !== own && !changed.has(own)) changed.set(own, id);
    }
    if (changed.size === 0 && !renamed.has(output)) continue;
    renamed.add(output);
    for (const link of output.querySelectorAll('a[href^="#"]:not(.article-ref)')) {
      const id = plainId(addressOf(link).slice(1));
      setAttribute(
        link,
        "href",
        `#${idLike(addressOf(link).slice(1), changed.get(decode(id)) ?? id)}`
      );
    }
  }
}
const renamed = new WeakSet<Element>();

/** Something that can be referred to. */
export interface Target extends NumberedElement {
  readonly number: string;
}

/** Returns what can be referred to by its name; the first of two that have the same. */
export function targetsOf(targets: readonly Target[]): ReadonlyMap<string, Target> {
  const found = new Map<string, Target>();
  for (const target of targets) {
    const id =
      target.kind === "sec"
        ? plainId(idOf(target.element)) || plainId(target.element.id)
        : target.id;
    if (id !== null && !found.has(id)) found.set(id, target);
  }
  return found;
}

/** Has a reference say what it leads to, or that it leads to nothing. */
export function writeReference(
  link: HTMLAnchorElement,
  targets: ReadonlyMap<string, Target>,
  words: Words
): void {
  const source = addressOf(link).slice(1);
  const name = decode(plainId(source));
  // A section goes by the id of its heading too.
  const target = targets.get(name) ?? targets.get(name.replace(/^sec:/, ""));
  link.classList.toggle("ecco-problem-within", !target);
  setAttribute(link, "role", target ? null : "alert");
  setAttribute(link, "href", target ? `#${target.element.id}` : null);
  const text = target ? textOf(target, words) : missing(name, [...targets.keys()]);
  write(link, text, () => [text]);
}

function textOf({kind, number, element}: Target, words: Words): string {
  if (number) return `${words[kind]}\u00A0${number}`;
  const caption = element.querySelector("figcaption, caption") ?? (kind === "sec" ? element : null);
  const said = caption ? headingText(caption) : "";
  return said ? `“${said}”` : words[kind];
}

function missing(name: string, names: readonly string[]): string {
  const kind = kindOf(name)!;
  const near = alike(
    name,
    names.filter((each) => kindOf(each) === kind || (kind === "sec" && kindOf(each) === null))
  );
  const has = near.length > 0 ? `this notebook has ${near.join(", ")}` : `this notebook names none`;
  return `@${name}: no ${kindsOfNames[kind]} has that name; ${has}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Says it where two have the same name: references lead to the first. */
export function sayTwice(targets: readonly Target[]): void {
  const seen = new Set<string>();
  for (const {element, id, kind} of targets) {
    if (kind === "sec" || id === null) continue;
    const twice = seen.has(id);
    seen.add(id);
    const host = element.querySelector(":scope > figcaption, :scope > caption") ?? element;
    const found = host.querySelector(":scope > .article-twice");
    if (!twice) found?.remove();
    else if (!found) {
      const said = Object.assign(document.createElement("span"), {
        className: "article-twice ecco-problem-within"
      });
      said.setAttribute("role", "alert");
      said.textContent = `${id} is the name of another ${kindsOfNames[kind]} above: give this one its own`;
      host.append(" ", said);
    }
  }
}
