/** Prompts that differ in their last word, as a writer's keystrokes do, so that nothing is answered from memory. */
const places = ["city", "town", "heart", "middle", "north", "south", "west", "east"] as const;
let count = 0;

/** Returns the next prompt, 10 tokens of atlas. */
export function nextPrompt(): string {
  return `Heathrow airport is located in the ${places[count++ % places.length]} of`;
}
