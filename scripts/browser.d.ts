/** Returns the path of a browser, or undefined when there is none. */
export function findBrowser(): string | undefined;
