import type {readElements} from "./read-classes.js";

/** Returns dist/elements.d.ts. */
export function typesOf(elements: ReturnType<typeof readElements>): string;
