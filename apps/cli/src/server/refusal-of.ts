/** How errors are answered: with a reason in words where there is one, and never with a place of this computer. */
import {EccoError} from "@ecco/engine/errors";
import {Refusal} from "./refusal.ts";

/** What the system says of files, by its codes. */
const ofSystem: ReadonlyMap<string, readonly [number, string]> = new Map([
  ["ENOENT", [404, "it is not here, or was taken away meanwhile"]],
  ["ENOTDIR", [404, "it is not here: what should be a folder is a file"]],
  ["EEXIST", [404, "it is not here: something else lies where its folder should be"]],
  ["EISDIR", [404, "it is not here: what should be a file is a folder"]],
  ["ELOOP", [404, "it is not here: its links lead in circles"]],
  ["ENAMETOOLONG", [400, "a name is longer than names of files may be"]],
  ["EILSEQ", [400, "a name is none that files may have here"]],
  ["EINVAL", [400, "a name is none that files may have here"]],
  ["ERR_INVALID_ARG_VALUE", [400, "a name is none that files may have here"]],
  ["ERR_INVALID_URL", [400, "the address is not written as addresses are"]],
  ["ECONNRESET", [400, "the request ended before all of it was here"]],
  ["EACCES", [403, "this user may not read or write it"]],
  ["EPERM", [403, "this user may not read or write it"]],
  ["EROFS", [403, "the disk can only be read"]],
  ["ENXIO", [404, "it is not a file"]],
  ["EOPNOTSUPP", [404, "it is not a file"]],
  ["EBUSY", [503, "another program holds it; try again"]],
  ["ENOSPC", [507, "the disk is full"]],
  ["EDQUOT", [507, "the disk is full for this user"]],
  ["EFBIG", [507, "the disk takes no file as large"]],
  ["EMFILE", [503, "too many files are open; try again"]],
  ["ENFILE", [503, "too many files are open; try again"]]
]);

/** Returns the answer to an error; *places* are folders of this computer that no message names. */
export function refusalOf(error: unknown, places: readonly string[]): Refusal {
  if (error instanceof Refusal)
    return new Refusal(error.status, without(error.message, places), error.details);
  if (error instanceof EccoError) return new Refusal(422, without(error.message, places));
  if (error instanceof URIError)
    return new Refusal(400, "the address is not written as addresses are");
  const [status, message] = reasonOf(error) ?? [
    500,
    "the server failed; start it with ECCO_DEBUG=1 to see how"
  ];
  return new Refusal(status, message);
}

/** Returns status and words for what the system says of a file; undefined where it says something else. */
function reasonOf(error: unknown): readonly [status: number, words: string] | undefined {
  const {code} = (error ?? {}) as {readonly code?: unknown};
  return typeof code === "string" ? ofSystem.get(code) : undefined;
}

/** Does something with a file; what the system refuses is refused in words that name it. */
export async function inWords<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = reasonOf(error);
    if (reason) throw new Refusal(reason[0], `${path}: ${reason[1]}`);
    throw error;
  }
}

/** The longest first: one may lie in another. */
const without = (message: string, places: readonly string[]): string =>
  places
    .filter((place) => place.length > 1)
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, place) => text.replaceAll(place, "…"), message);
