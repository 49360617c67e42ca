/** "Cite this": how an article wants to be cited, as text and as BibTeX, made from its front matter. */
import {entryPieces, plainText} from "./entry.ts";
import type {Entry, Person} from "./entry.ts";
import type {FrontMatter} from "./front-matter.ts";
import type {Words} from "./words.ts";
import {made, madeClass, needsHeading, write} from "./written.ts";

/** Returns the article as an entry of a bibliography. */
export function ownEntry({title, authors, date, doi, url}: FrontMatter): Entry {
  const people = authors.map(({name}) => personOf(name));
  const year = /\d{4}/.exec(date ?? "")?.[0] ?? null;
  const word = /[\p{L}\p{N}]{4,}/u.exec(title ?? "")?.[0] ?? "article";
  return {
    key: asciiOf(`${people[0]?.family ?? ""}${year ?? ""}${word}`) || "article",
    type: "misc",
    authors: people,
    editors: [],
    others: false,
    year,
    title,
    container: null,
    volume: null,
    number: null,
    pages: null,
    publisher: null,
    note: null,
    doi,
    url
  };
}

/** The last word is the family's name, with what goes before it in small letters: "van der Berg". */
function personOf(name: string): Person {
  if (name.includes(",")) {
    const [family, ...given] = name.split(",");
    return {family: family!.trim(), given: given.join(",").trim()};
  }
  const words = name.trim().split(/\s+/);
  let at = words.length - 1;
  while (at > 1 && /^\p{Ll}/u.test(words[at - 1]!)) at--;
  return {family: words.slice(at).join(" "), given: words.slice(0, at).join(" ")};
}

const asciiOf = (text: string): string =>
  text
    .normalize("NFD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "");

/** Characters that mean something to TeX. */
const escapes: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}"
};
const forTex = (text: string): string =>
  text.replaceAll(/[\\~^&%$#_{}]/g, (each) => escapes[each] ?? `\\${each}`);

/** Returns the entry in BibTeX. */
export function bibtexOf({key, authors, title, year, doi, url}: Entry): string {
  const fields = Object.entries({
    title: title === null ? null : `{${forTex(title)}}`,
    author: authors
      .map(({family, given}) => forTex(given ? `${family}, ${given}` : family))
      .join(" and "),
    year,
    doi,
    url
  }).filter(([, value]) => value);
  return `@misc{${key},\n${fields.map(([name, value]) => `  ${name} = {${value}}`).join(",\n")}\n}`;
}

/** Writes both into an element, each with a button that copies it. */
export function writeCiteThis(place: HTMLElement, front: FrontMatter | null, words: Words): void {
  const root =
    place.querySelector(`:scope > .${madeClass}`) ?? place.appendChild(made("div", madeClass));
  const titled = needsHeading(place);
  write(root, JSON.stringify([front, words.cite, titled]), () => {
    if (front === null || front.title === null) {
      const said = made(
        "p",
        "ecco-problem-within",
        "“Cite this” is made from the front matter, which has no title: begin the first cell with ---, title: …, ---"
      );
      said.setAttribute("role", "alert");
      return [said];
    }
    const entry = ownEntry(front);
    const text = plainText(
      entryPieces(entry, words)
        .map((piece) => piece.text)
        .join("")
    ).trim();
    return [
      ...(titled ? [made("h2", "", words.cite)] : []),
      copied(made("p", "article-cited", text), text, words),
      copied(made("pre", "article-cited", bibtexOf(entry)), bibtexOf(entry), words)
    ];
  });
}

function copied(shown: HTMLElement, text: string, words: Words): Node {
  const button = made("button", "article-copy", words.copy);
  button.type = "button";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = words.copied;
    } catch {
      // Without the clipboard the reader copies what is selected now.
      getSelection()?.selectAllChildren(shown);
    }
  });
  return made("div", "article-copied", shown, button);
}
