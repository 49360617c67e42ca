/** Names of files that a notebook makes up, as they are saved. */

/** Bidirectional marks, and what is not seen: a name must read as it is. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** In characters: of four bytes each they fit into a name. */
const longest = 50;

/** Returns the name without folders, without what hides its ending, and no longer than a file system likes. */
export function fileName(given: string): string {
  const plain = given
    .normalize("NFC")
    .replace(unseen, "")
    .replace(/[/\\:<>"|?*]/g, "-")
    .replace(/\s+/g, " ")
    .replace(/^[\s.-]+|[\s.]+$/g, "");
  const [, stem = "", ending = ""] = /^(.*?)(\.\w{1,12})?$/su.exec(plain)!;
  const name = [...stem].slice(0, longest).join("").trimEnd() + ending;
  if (!name) return "file";
  // Names of devices on Windows, with any ending.
  return /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name) ? `_${name}` : name;
}
