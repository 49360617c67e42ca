/** What an element leaves out, as the engine takes it. */
import type {Without} from "@ecco/engine";
import type {WithoutChoice} from "@ecco/viz";

/** What a reader may choose from where a token holds a table. */
export const withoutChoices: readonly string[] = ["", "first", "special"];

/** Returns names as they are and lists of positions as numbers ("0 3 -1"); undefined for nothing. */
export function withoutOf(choice: WithoutChoice | null | undefined): Without | undefined {
  if (choice === null || choice === undefined || choice === "" || choice === "none")
    return undefined;
  if (typeof choice !== "string") return choice;
  const parts = choice.split(/[\s,[\]]+/).filter(Boolean);
  const positions = parts.map(Number);
  // The engine says which names there are.
  return positions.every(Number.isInteger) ? positions : (choice as Without);
}
