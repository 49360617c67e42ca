/** Names of Observable JavaScript that are two words for their writer and one for the runtime. */

/** Returns a name as its writer knows it: `viewof x` for the input behind x. */
export const spoken = (name: string): string => name.replace(/^(viewof|mutable)\$/, "$1 ");
