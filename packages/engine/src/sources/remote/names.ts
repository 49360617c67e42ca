/** Names that come from outside, of models and of their files: none leads anywhere but where it says. */
import {shown, SourceError} from "../../errors.ts";

/** What is known of a model lies beside its files under this name. */
export const recordName = "ecco-model.json";

/** Names that Windows takes for devices, whatever is behind their first dot. */
const devices = /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?:\.|$)/i;
/** What some system reads as more than a letter of a name: "C:", "a*", "ECCO-M~1". */
const odd = /[/\\:*?"<>|\p{C}]|~\d/u;
/** What a store writes for itself. */
const own = /\.(?:part|part\.json|lock|tmp)$/;
const longest = 200;

/** Whether a text is one plain part of a path, and the same one, on every system. */
export function isPlainName(name: string): boolean {
  return (
    name !== "" &&
    new TextEncoder().encode(name).length <= longest &&
    name === name.normalize("NFC") &&
    !odd.test(name) &&
    !/^[.\s]|[.\s]$/u.test(name) &&
    !devices.test(name)
  );
}

/** Whether a model of this computer may be called so: its folder lies beside what the store writes for itself. */
export const isModelName = (name: string): boolean => isPlainName(name) && isFileName(name);

/** Whether a model may have a file of this name; folders within are allowed, the store's own names are not. */
export function isFileName(name: string): boolean {
  const parts = name.split("/");
  // Some systems take letters that only look alike for the same.
  const folded = parts.at(-1)!.normalize("NFKC").toLowerCase();
  return (
    parts.length <= 8 && parts.every(isPlainName) && folded !== recordName && !own.test(folded)
  );
}

/** Throws SourceError for a file's name that is none. */
export function checkFileName(name: string, where: string): void {
  if (!isFileName(name))
    throw new SourceError(
      `${where}: got a file named ${shown(name)}, expected a plain name that no system reads as more; rename it`
    );
}

/** Returns the name in local:name. Throws SourceError for one that is no plain name. */
export function parseLocal(source: string): string {
  const name = source.slice("local:".length);
  if (!source.startsWith("local:") || !isModelName(name))
    throw new SourceError(
      `${shown(source)}: expected local: and one plain name, as the list of models shows it`
    );
  return name;
}

/** Returns the address a source is. Throws SourceError for what is none, or says who asks. */
export function parseAddress(source: string): URL {
  const url = URL.parse(source);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === "")
    throw new SourceError(`${shown(source)}: not an address; expected http://… or https://…`);
  if (url.username !== "" || url.password !== "")
    throw new SourceError(
      `${shown(source)}: an address with a name or password before its host is not asked; leave them out`
    );
  try {
    decodeURIComponent(url.pathname);
  } catch (error) {
    throw new SourceError(
      `${shown(source)}: not an address: "%" begins two hexadecimal digits there`,
      {cause: error}
    );
  }
  url.hash = "";
  return url;
}
