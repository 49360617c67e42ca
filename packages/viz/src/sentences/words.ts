/** How texts and what became of them are called in views. */
import {count} from "../format.ts";
import type {Fact} from "../view/foot.ts";
import type {EmbeddedText, Pooled} from "./data.ts";

/** Returns a text in one line; its tokens where it has none. */
export function lineOf({text, tokens}: EmbeddedText): string {
  const whole = text ?? tokens.map((token) => token.text ?? `#${token.id}`).join("");
  return whole.replaceAll(/\s+/g, " ").trim() || "(nothing)";
}

/** Returns a line that is cut where it has more characters than these. */
export function cut(line: string, most: number): string {
  const all = [...line];
  return all.length > most ? `${all.slice(0, most - 1).join("")}…` : line;
}

/** Returns what is said of how texts became vectors. */
export const pooledFacts = ({pooling, modules, prompt, warning}: Pooled): readonly Fact[] => [
  {name: "pooling", value: pooling},
  ...modules
    .filter((name) => name.startsWith("Dense"))
    .map((value) => ({name: "behind it", value})),
  ...(prompt === null ? [] : [{name: "prompt", value: prompt.trim()}]),
  ...(warning ? [{name: "doubtful", value: warning.message, bad: true}] : [])
];

/** Returns how many texts there are, and of how many tokens. */
export function textsPhrase(texts: readonly EmbeddedText[]): string {
  const tokens = texts.reduce((sum, {tokens: own}) => sum + own.length, 0);
  return `${count(texts.length)} texts of ${count(tokens)} tokens`;
}
