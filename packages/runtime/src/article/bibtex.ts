/** Reads BibTeX. The parser loads when a notebook has some. */
import type {Creator, Entry as Parsed} from "@retorquere/bibtex-parser";
import type {Entry, Person} from "./entry.ts";

export interface Bibliography {
  readonly entries: readonly Entry[];
  /** What cannot be read, with its line; the rest is read. */
  readonly problems: readonly string[];
}

/** Longer texts are not read, in UTF-16 units. */
const longest = 2_000_000;

/** Returns the entries of a text in BibTeX. *name* is what problems call it: "refs.bib", "this block". */
export async function readBibtex(source: string, name: string): Promise<Bibliography> {
  if (source.length > longest)
    return {
      entries: [],
      problems: [`${name} has ${source.length} characters; at most ${longest} are read`]
    };
  const {parse} = await import("@retorquere/bibtex-parser");
  let read: ReturnType<typeof parse>;
  try {
    read = parse(source, {
      sentenceCase: false,
      caseProtection: false,
      unsupported: (_, tex) => tex
    });
  } catch (error) {
    return {entries: [], problems: [`${name} cannot be read: ${firstLine(error)}`]};
  }
  const problems = read.errors.map(({error, input}) => {
    const at = source.indexOf(input ?? error);
    const line = at < 0 ? null : source.slice(0, at).split("\n").length;
    const what = error
      .replace(/ at line \d+, column \d+/, "")
      .replaceAll(/\\n|\s+/g, " ")
      .slice(0, 200);
    return `${name}${line === null ? "" : `, the entry in line ${line}`}: ${what}`;
  });
  const entries: Entry[] = [];
  const known = new Set<string>();
  for (const each of read.entries) {
    if (known.has(each.key)) problems.push(`${name}: ${each.key} is there twice; the first counts`);
    else if (Object.keys(each.fields).length > 0) entries.push(entryOf(each));
    else if (each.input)
      problems.push(`${name}: ${each.key} says nothing: title = {…}, author = {…}`);
    known.add(each.key);
  }
  if (entries.length === 0 && problems.length === 0 && source.trim() !== "")
    problems.push(`${name} has no entry: expected @article{key, title = {…}, author = {…}}`);
  return {entries, problems};
}

function entryOf({key, type, fields}: Parsed): Entry {
  const field = (...names: readonly string[]): string | null => {
    for (const name of names) {
      const value = (fields as Readonly<Record<string, unknown>>)[name];
      const text = Array.isArray(value) ? value.join(", ") : value;
      if (typeof text === "string" && text.trim()) return text.trim().normalize();
    }
    return null;
  };
  const people = (creators: readonly Creator[] = []): readonly Person[] =>
    creators.filter((each) => !isOthers(each)).map(personOf);
  return {
    key,
    type,
    authors: people(fields.author),
    editors: people(fields.editor),
    others: (fields.author ?? []).some(isOthers),
    year: /\d{4}/.exec(field("year", "date") ?? "")?.[0] ?? field("year"),
    title: field("title"),
    container: field("journal", "journaltitle", "booktitle"),
    volume: field("volume"),
    number: field("number", "issue"),
    pages: field("pages"),
    publisher: field("publisher", "school", "institution", "organization", "howpublished"),
    note: field("note"),
    doi: field("doi")?.replace(/^https?:\/\/(?:dx\.)?doi\.org\//i, "") ?? null,
    url: field("url") ?? arxiv(field("eprint"), field("archiveprefix", "eprinttype"))
  };
}

const isOthers = ({lastName, firstName}: Creator): boolean => lastName === "others" && !firstName;

const personOf = ({name, lastName = "", firstName = "", prefix, suffix}: Creator): Person => ({
  family: (name ?? [prefix, lastName, suffix].filter(Boolean).join(" ")).normalize(),
  given: firstName.normalize()
});

const arxiv = (eprint: string | null, kind: string | null): string | null =>
  eprint !== null &&
  (kind === null || /arxiv/i.test(kind)) &&
  /^(?:\d{4}\.\d{4,5}|[a-z-]+\/\d{7})/.test(eprint)
    ? `https://arxiv.org/abs/${eprint}`
    : null;

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n")[0]!.slice(0, 200);
