/** When a text is over: at the end token, at a text the caller named, or when there is no room. */
import type {Session} from "../session.ts";

/**
 * Returns the ids that end a text: what generation_config.json says, else config.json, else the tokenizer; and what a
 * GGUF file calls the end of a turn or of a message. A chat also ends at the tokenizer's end token, with which many
 * templates end what the assistant says.
 */
export function endsOf({config, generation, tokenizer}: Session, chat: boolean): Set<number> {
  const eos = tokenizer?.special.eos ?? null;
  const own = eos === null ? [] : [eos];
  const said = [generation["eos_token_id"], config["eos_token_id"]].map(idsOf);
  const ids = said.find((list) => list.length > 0) ?? own;
  const turns = [config["eot_token_id"], config["eom_token_id"]].flatMap(idsOf);
  return new Set([...ids, ...turns, ...(chat ? own : [])]);
}

const idsOf = (said: unknown): number[] =>
  (Array.isArray(said) ? said : [said]).filter((id) => typeof id === "number");

/** Returns the text up to the first of the stops, and which that was; null where none is in it. */
export function cutAt(
  text: string,
  stops: readonly string[]
): {readonly text: string; readonly stop: string} | null {
  const found = stops
    .map((stop) => ({stop, at: text.indexOf(stop)}))
    .filter(({at, stop}) => at >= 0 && stop !== "")
    .sort((a, b) => a.at - b.at || b.stop.length - a.stop.length)[0];
  return found ? {text: text.slice(0, found.at), stop: found.stop} : null;
}

/**
 * Returns what may be shown of a text that goes on: without characters whose bytes are not whole, and without an end
 * that may yet become one of the stops.
 */
export function settled(text: string, stops: readonly string[]): string {
  const whole = text.replace(/\uFFFD+$/, "");
  let length = whole.length;
  for (const stop of stops)
    for (let part = Math.min(stop.length - 1, whole.length); part > 0; part--)
      if (whole.endsWith(stop.slice(0, part))) {
        length = Math.min(length, whole.length - part);
        break;
      }
  return whole.slice(0, length);
}
