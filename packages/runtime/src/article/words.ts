/** Words an article writes by itself, in the language of its text. */

export interface Words {
  /** For dates. */
  readonly lang: string;
  readonly fig: string;
  readonly tbl: string;
  readonly eq: string;
  readonly sec: string;
  readonly appendix: string;
  readonly contents: string;
  readonly references: string;
  readonly notes: string;
  readonly abstract: string;
  readonly and: string;
  readonly others: string;
  readonly undated: string;
  readonly cite: string;
  readonly copy: string;
  readonly copied: string;
  readonly minutes: (count: number) => string;
}

const english: Words = {
  lang: "en",
  fig: "Figure",
  tbl: "Table",
  eq: "Equation",
  sec: "Section",
  appendix: "Appendix",
  contents: "Contents",
  references: "References",
  notes: "Notes",
  abstract: "Abstract",
  and: "and",
  others: "et al.",
  undated: "n.d.",
  cite: "Cite this",
  copy: "Copy",
  copied: "Copied",
  minutes: (count) => `${count} min read`
};

const languages: Readonly<Record<string, Words>> = {
  en: english,
  de: {
    lang: "de",
    fig: "Abbildung",
    tbl: "Tabelle",
    eq: "Gleichung",
    sec: "Abschnitt",
    appendix: "Anhang",
    contents: "Inhalt",
    references: "Literatur",
    notes: "Anmerkungen",
    abstract: "Zusammenfassung",
    and: "und",
    others: "u. a.",
    undated: "o. J.",
    cite: "Zitieren",
    copy: "Kopieren",
    copied: "Kopiert",
    minutes: (count) => `${count} Min. Lesezeit`
  },
  fr: {
    lang: "fr",
    fig: "Figure",
    tbl: "Tableau",
    eq: "Équation",
    sec: "Section",
    appendix: "Annexe",
    contents: "Sommaire",
    references: "Références",
    notes: "Notes",
    abstract: "Résumé",
    and: "et",
    others: "et al.",
    undated: "s. d.",
    cite: "Citer cet article",
    copy: "Copier",
    copied: "Copié",
    minutes: (count) => `${count} min de lecture`
  },
  es: {
    lang: "es",
    fig: "Figura",
    tbl: "Tabla",
    eq: "Ecuación",
    sec: "Sección",
    appendix: "Apéndice",
    contents: "Índice",
    references: "Referencias",
    notes: "Notas",
    abstract: "Resumen",
    and: "y",
    others: "et al.",
    undated: "s. f.",
    cite: "Cómo citar",
    copy: "Copiar",
    copied: "Copiado",
    minutes: (count) => `${count} min de lectura`
  }
};

/** Returns the words of a language, or of English. */
export const wordsOf = (language: string | null): Words =>
  languages[(language ?? "en").toLowerCase().split("-")[0]!] ?? english;
