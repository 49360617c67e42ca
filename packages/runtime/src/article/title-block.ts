/** The title block of an article: title, authors, date, abstract and the rest of what the front matter says. */
import type {Author, FrontMatter} from "./front-matter.ts";
import type {Words} from "./words.ts";
import {made, madeClass, write} from "./written.ts";

export interface TitleOptions {
  readonly words: Words;
  /** How long reading takes. */
  readonly minutes: number;
  /** Returns a text in Markdown as a node. */
  readonly markdown: (text: string) => Node;
}

/** Writes the title block beside the front matter, whose text is hidden then. */
export function writeTitle(
  place: HTMLElement,
  front: FrontMatter,
  {words, minutes, markdown}: TitleOptions
): void {
  const header =
    place.querySelector<HTMLElement>(`:scope > .${madeClass}`) ??
    place.appendChild(made("header", `${madeClass} article-title`));
  const source = place.querySelector<HTMLElement>(":scope > pre");
  if (source) source.hidden = true;
  write(header, JSON.stringify([front, minutes, words.abstract]), () => [
    ...front.problems.map((problem) => {
      const said = made("p", "ecco-problem-within", problem);
      said.setAttribute("role", "alert");
      return said;
    }),
    ...(front.title === null ? [] : [made("h1", "", front.title)]),
    ...(front.subtitle === null ? [] : [made("p", "article-subtitle", front.subtitle)]),
    ...(front.authors.length > 0 ? authors(front.authors) : []),
    // Front matter may name a bibliography and nothing that is shown.
    ...(front.title === null && front.authors.length === 0 && front.date === null
      ? []
      : facts(front, words, minutes)),
    ...(front.abstract === null ? [] : [abstract(markdown(front.abstract), words)])
  ]);
}

/** Returns the authors, with numbers that lead to their affiliations where there are several. */
function authors(people: readonly Author[]): readonly Node[] {
  const places = [...new Set(people.flatMap(({affiliations}) => affiliations))];
  const numbered = places.length > 1;
  const names = made("ul", "article-authors");
  for (const {name, url, orcid, affiliations} of people) {
    const item = made("li", "", url === null ? name : link(url, name));
    const marks = affiliations.map((place) => places.indexOf(place) + 1).join(",");
    if (numbered && marks) item.append(made("sup", "", marks));
    if (orcid !== null) {
      const id = link(`https://orcid.org/${orcid}`, "ORCID");
      id.className = "article-orcid";
      id.title = orcid;
      id.setAttribute("aria-label", `ORCID of ${name}: ${orcid}`);
      item.append(" ", id);
    }
    names.append(item);
  }
  if (places.length === 0) return [names];
  const list = made(numbered ? "ol" : "ul", "article-affiliations");
  list.append(...places.map((place) => made("li", "", place)));
  return [names, list];
}

function facts({date, doi, licence}: FrontMatter, words: Words, minutes: number): readonly Node[] {
  const parts: (Node | string)[] = [];
  if (date !== null) {
    const time = made("time", "", longDate(date, words.lang));
    if (iso.test(date)) time.dateTime = date;
    parts.push(time);
  }
  parts.push(words.minutes(minutes));
  if (doi !== null) parts.push(link(`https://doi.org/${doi}`, `doi:${doi}`));
  if (licence !== null) parts.push(licenceNode(licence));
  return [made("p", "article-facts", ...parts.map((part) => made("span", "", part)))];
}

const iso = /^\d{4}-\d{2}(-\d{2})?$/;

/** Returns a date as people say it; what is no date of the calendar stays as it is. */
export function longDate(date: string, lang: string): string {
  const [isIso, day] = iso.exec(date) ?? [];
  const time = Date.parse(date);
  if (isIso === undefined || Number.isNaN(time)) return date;
  const parts = day ? ({dateStyle: "long"} as const) : ({year: "numeric", month: "long"} as const);
  return new Intl.DateTimeFormat(lang, {...parts, timeZone: "UTC"}).format(time);
}

/** Licences of Creative Commons by their short names, and addresses. */
function licenceNode(licence: string): Node | string {
  if (/^https?:\/\/\S+$/i.test(licence)) return link(licence, licence.replace(/^https?:\/\//i, ""));
  const [, kind, version = "4.0"] =
    /^CC[- ](BY(?:-NC)?(?:-SA|-ND)?)(?:[- ](\d\.\d))?$/i.exec(licence) ?? [];
  return kind === undefined
    ? licence
    : link(`https://creativecommons.org/licenses/${kind.toLowerCase()}/${version}/`, licence);
}

function link(href: string, text: string): HTMLAnchorElement {
  const element = made("a", "", text);
  element.href = href;
  element.rel = "noopener noreferrer";
  return element;
}

function abstract(text: Node, words: Words): Node {
  const section = made(
    "section",
    "article-abstract",
    made("p", "article-abstract-title", words.abstract),
    text
  );
  section.setAttribute("aria-label", words.abstract);
  return section;
}
