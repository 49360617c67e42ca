/** What the text after `from` in an import names. */

export interface Specifier {
  /** A package by its name, or an address as it is written. */
  readonly name: string;
  /** Versions that are asked for, as written: `7`, `^0.6`, `latest`; null where none are. */
  readonly range: string | null;
  /** The file of the package, or the part that it calls so: `client` of `react-dom/client`; null for the whole. */
  readonly part: string | null;
}

/** A package as imports name it; of the addresses of hosts that serve every package, the package is meant. */
const pattern =
  /^(?:npm:\/?|https:\/\/(?:cdn\.jsdelivr\.net\/npm|esm\.sh|unpkg\.com)\/)?((?:@[^@/:]+\/)?[^@/:.][^@/:]*)(?:@([^@/]+))?(?:\/(.*))?$/s;

/** Returns what a package is called: `npm:d3@7`, `https://cdn.jsdelivr.net/npm/d3/+esm` and `d3` name the same. */
export function readSpecifier(text: string): Specifier {
  const [, name = text, range, rest = ""] = pattern.exec(text) ?? [];
  const part = rest.replace(/\/?\+esm$/, "");
  return {name, range: range ?? null, part: part || null};
}

/** Returns whether an import names a file by its place: `./a.js`, `../a.js`, `/a.js`. */
export const namesFile = (specifier: string): boolean => /^\.{0,2}\//.test(specifier);

/** Returns whether an import names a notebook. */
export const namesNotebook = (specifier: string): boolean =>
  namesFile(specifier) && /\.html$/i.test(specifier);

/**
 * Returns whether a version that begins with *release*, its leading numbers, can be one of those that are asked for.
 * Reads single versions with or without `^`, `~`, `=`, `v` and wildcards; what is written otherwise can be any.
 */
export function admits(range: string | null, release: string): boolean {
  const numbers = /^[\^~=v]*(\d[\dx*.]*)/.exec(range ?? "")?.[1]?.split(".") ?? [];
  return release.split(".").every((own, at) => {
    const asked = numbers[at] ?? "*";
    return asked === own || !/^\d+$/.test(asked);
  });
}
