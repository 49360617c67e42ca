/** What is numbered, and how names of it begin: `fig:lens`. */

/** Kinds of what is numbered. */
export type Kind = "fig" | "tbl" | "eq" | "sec";

/** What each kind is called in messages. */
export const kindsOfNames: Readonly<Record<Kind, string>> = {
  fig: "figure",
  tbl: "table",
  eq: "equation",
  sec: "section"
};

/** Text of a pattern: the key of an entry, or a name with its kind, after `@`. */
export const citeKey = String.raw`(?:[\p{L}\p{N}_]+(?:[-:.#$%&+?<>~/]+[\p{L}\p{N}_]+)*|\{[^{}\s]+\})`;

/** Before the ids of a notebook that does not run (see the editor's preview). */
const ofPreview = /^in-text-/;

/** Returns an id as the notebook writes it. */
export const plainId = (id: string): string => id.replace(ofPreview, "");

/** Returns the id as the page has it, for one that the notebook writes, beside an element of the same text. */
export const idLike = (neighbour: string, id: string): string =>
  `${ofPreview.exec(neighbour)?.[0] ?? ""}${id}`;

/** Returns the kind a name begins with; null where there is none. */
export function kindOf(name: string): Kind | null {
  const [kind, rest] = name.split(":");
  return rest !== undefined && Object.hasOwn(kindsOfNames, kind!) ? (kind as Kind) : null;
}
