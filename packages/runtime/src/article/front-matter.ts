/** Front matter: YAML that says what an article is called, who wrote it and how it is numbered. */

export interface Author {
  readonly name: string;
  readonly affiliations: readonly string[];
  readonly url: string | null;
  /** Sixteen digits in four groups. */
  readonly orcid: string | null;
}

export type CitationStyle = "author-date" | "numbered" | "note";
/** all: headings too. */
export type NumberingStyle = "all" | "figures" | "none";

export interface FrontMatter {
  readonly title: string | null;
  readonly subtitle: string | null;
  readonly authors: readonly Author[];
  readonly date: string | null;
  readonly abstract: string | null;
  readonly licence: string | null;
  readonly doi: string | null;
  readonly url: string | null;
  /** Names of files beside the notebook. */
  readonly bibliography: readonly string[];
  readonly citations: CitationStyle;
  readonly numbering: NumberingStyle;
  readonly lang: string | null;
  /** What is wrong with it; the rest counts. */
  readonly problems: readonly string[];
}

export const noFrontMatter: FrontMatter = {
  title: null,
  subtitle: null,
  authors: [],
  date: null,
  abstract: null,
  licence: null,
  doi: null,
  url: null,
  bibliography: [],
  citations: "author-date",
  numbering: "figures",
  lang: null,
  problems: []
};

/** What is not as it should be, with what is expected. */
class Wrong extends Error {}

const text = (value: unknown): string => {
  if (typeof value === "string" || typeof value === "number") return String(value).trim();
  throw new Wrong("expected text");
};

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const address = (value: unknown): string => {
  const found = text(value);
  if (/^https?:\/\/\S+$/i.test(found)) return found;
  throw new Wrong(`expected an address that begins with https://, got ${short(found)}`);
};

const doi = (value: unknown): string => {
  const found = text(value).replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)/i, "");
  if (/^10\.\d{4,9}\/\S+$/.test(found)) return found;
  throw new Wrong(`expected a DOI such as 10.1234/abcd, got ${short(found)}`);
};

const orcid = (value: unknown): string => {
  const found = text(value).replace(/^https?:\/\/orcid\.org\//i, "");
  if (/^(?:\d{4}-){3}\d{3}[\dX]$/.test(found)) return found;
  throw new Wrong(`expected an ORCID such as 0000-0002-1825-0097, got ${short(found)}`);
};

const language = (value: unknown): string => {
  const found = text(value);
  try {
    return Intl.getCanonicalLocales(found)[0]!;
  } catch {
    throw new Wrong(`expected a language such as en or de-AT, got ${short(found)}`);
  }
};

const oneOf =
  <Name extends string>(names: Readonly<Record<string, Name>>) =>
  (value: unknown): Name => {
    const found = names[String(value).toLowerCase()];
    if (found) return found;
    throw new Wrong(`expected ${Object.keys(names).join(", ")}; got ${short(String(value))}`);
  };

const affiliation = (value: unknown): string =>
  text(isRecord(value) ? (value["name"] ?? value["text"]) : value);

const author = (value: unknown): Author => {
  if (!isRecord(value)) return {name: text(value), affiliations: [], url: null, orcid: null};
  const {name} = value;
  if (name === undefined) throw new Wrong("expected a name for each author");
  const own = <T>(key: string, read: (each: unknown) => T): T | null =>
    value[key] === undefined || value[key] === null ? null : read(value[key]);
  return {
    name: text(
      isRecord(name) ? `${text(name["given"] ?? "")} ${text(name["family"] ?? "")}` : name
    ),
    affiliations: list(value["affiliation"] ?? value["affiliations"] ?? []).map(affiliation),
    url: own("url", address),
    orcid: own("orcid", orcid)
  };
};

type Readers = {
  readonly [Name in Exclude<keyof FrontMatter, "problems">]: (value: unknown) => FrontMatter[Name];
};

const readers: Readers = {
  title: text,
  subtitle: text,
  authors: (value) => list(value).map(author),
  date: text,
  abstract: text,
  licence: text,
  doi,
  url: address,
  bibliography: (value) => list(value).map(text),
  citations: oneOf({"author-date": "author-date", numbered: "numbered", note: "note"}),
  numbering: oneOf({
    true: "figures",
    on: "figures",
    figures: "figures",
    all: "all",
    false: "none",
    off: "none",
    none: "none"
  }),
  lang: language
};

/** Other names that people know. */
const aliases: Readonly<Record<string, keyof Readers>> = {
  author: "authors",
  license: "licence",
  language: "lang",
  "citation-style": "citations"
};

/** Longer texts are not read, in UTF-16 units. */
const longest = 20_000;

/** Returns what the YAML says; what is wrong with a part of it is among the problems, with the line in the cell. */
export async function readFrontMatter(source: string): Promise<FrontMatter> {
  if (source.length > longest)
    return wrong(`the front matter has ${source.length} characters; expected at most ${longest}`);
  const {parseDocument, LineCounter} = await import("yaml");
  const lines = new LineCounter();
  const read = parseDocument(source, {lineCounter: lines, prettyErrors: false});
  const [error] = read.errors;
  // The first line of the cell is the three hyphens.
  const lineOf = (offset: number): number => lines.linePos(offset).line + 1;
  if (error)
    return wrong(`the front matter is not YAML: ${error.message} in line ${lineOf(error.pos[0])}`);
  let values: unknown;
  try {
    values = read.toJS({maxAliasCount: 20});
  } catch (problem) {
    return wrong(`the front matter is not read: ${(problem as Error).message}`);
  }
  if (!isRecord(values)) return wrong("the front matter is no list of names with values: title: …");
  return ofValues(values, (key) => {
    const pair = (
      read.contents as {items?: readonly {key: {value?: unknown; range?: readonly number[]}}[]}
    ).items?.find((each) => each.key.value === key);
    return lineOf(pair?.key.range?.[0] ?? 0);
  });
}

function ofValues(
  values: Readonly<Record<string, unknown>>,
  lineOf: (key: string) => number
): FrontMatter {
  const problems: string[] = [];
  const found: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    const name = Object.hasOwn(aliases, key) ? aliases[key]! : key;
    if (value === null || !Object.hasOwn(readers, name)) continue;
    try {
      found[name] = readers[name as keyof Readers](value);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      problems.push(`${key} in line ${lineOf(key)}: ${error.message}`);
    }
  }
  return {...noFrontMatter, ...found, problems};
}

const wrong = (problem: string): FrontMatter => ({...noFrontMatter, problems: [problem]});

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const short = (found: string): string =>
  JSON.stringify(found.length > 60 ? `${found.slice(0, 60)}…` : found);
