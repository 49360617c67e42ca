/** Returns the path of a browser, or undefined when there is none. */
export function findBrowser(): string | undefined;

/** Returns the argument that leaves out what tests have no use for, and *more*. */
export function withoutFeatures(...more: readonly string[]): string;
