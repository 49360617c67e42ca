/** What a bare import is made of: `@a/b/c.js` is part `c.js` of package `@a/b`. */

const pattern = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/s;

/** Returns the name of the package. */
export const nameOf = (specifier: string): string => pattern.exec(specifier)?.[1] ?? specifier;

/** Returns the part of it that is meant; an empty text for the whole. */
export const partOf = (specifier: string): string => pattern.exec(specifier)?.[2] ?? "";
