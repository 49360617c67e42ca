/** A result as methods return it: without its provenance, which the model adds. */
export type Answer<T> = Omit<T, "provenance">;
