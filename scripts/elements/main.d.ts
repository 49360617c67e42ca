/** Returns every file that is made from the elements, by its path in the checkout. */
export function elementFiles(): Map<string, string>;
