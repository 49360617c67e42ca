/** A chat's text in sections: who says each, and whether it is said or written by the template. */
import type {ChatMessage} from "../api.ts";
import type {Said} from "./chat-places.ts";
import type {ChatTemplate} from "./chat-template.ts";

/** [start, end) of the text; sections follow each other without gaps. */
export interface Section {
  readonly start: number;
  readonly end: number;
  /** The message it belongs to; null where the template wrote it for none, or that cannot be told. */
  readonly turn: number | null;
  readonly template: boolean;
}

interface Written {
  readonly template: ChatTemplate;
  readonly messages: readonly ChatMessage[];
  readonly open: boolean;
  readonly text: string;
  readonly said: readonly Said[];
}

/** Returns the sections of a text, as finely as they are certain. */
export function sectionsOf(written: Written): Section[] {
  const {text, said} = written;
  const turns = turnsOf(written);
  const sections: Section[] = [];
  const add = (start: number, end: number, turn: number | null, template: boolean): void => {
    if (end > start) sections.push({start, end, turn, template});
  };
  const addTemplate = (from: number, to: number): void => {
    let at = from;
    for (const {start, end, turn} of turns) {
      if (end <= at || start >= to) continue;
      add(at, start, null, true);
      add(Math.max(at, start), Math.min(end, to), turn, true);
      at = Math.min(end, to);
    }
    add(at, to, null, true);
  };
  let at = 0;
  for (const {start, end, turn} of said) {
    addTemplate(at, start);
    add(start, end, turn, false);
    at = end;
  }
  addTemplate(at, text.length);
  return sections;
}

/**
 * Returns where each message begins and ends with what the template writes around it, and behind the last where the
 * answer begins, as far as that is known: by what the template makes of the messages up to each.
 */
function turnsOf({template, messages, open, text, said}: Written): Said[] {
  const count = messages.length;
  const ends = messages.map((_, turn) =>
    turn === count - 1 && open ? text.length : lengthOf(template, messages.slice(0, turn + 1), text)
  );
  const turns: Said[] = [];
  for (let turn = 0; turn < count; turn++) {
    const own = said.filter((one) => one.turn === turn);
    const before = turn === 0 ? beginningOf(template, messages[0]!, text, own[0]) : ends[turn - 1];
    const start = before ?? own[0]?.start;
    const end = ends[turn] ?? own.at(-1)?.end;
    if (start !== undefined && end !== undefined) turns.push({start, end, turn});
  }
  const last = ends[count - 1];
  if (!open && last !== null && last !== undefined)
    turns.push({start: last, end: text.length, turn: count});
  const orderly = turns.every(({start, end, turn}, at) => {
    const holds = said.every((one) =>
      one.turn === turn
        ? one.start >= start && one.end <= end
        : one.end <= start || one.start >= end
    );
    return start <= end && end <= (turns[at + 1]?.start ?? text.length) && holds;
  });
  return orderly ? turns : [];
}

/** Returns how much of the text these first messages make; null where they alone are written otherwise. */
function lengthOf(
  template: ChatTemplate,
  messages: readonly ChatMessage[],
  text: string
): number | null {
  const part = attempt(() => template.render(messages, {}));
  return part !== null && text.startsWith(part) ? part.length : null;
}

/**
 * Returns where the first message begins: what stands before it may be a text of the template's own, such as a system's
 * message. What the template writes before a later message of the same role tells.
 */
function beginningOf(
  template: ChatTemplate,
  {role}: ChatMessage,
  text: string,
  own: Said | undefined
): number {
  if (!own) return 0;
  const other = role === "assistant" ? "user" : "assistant";
  const talk = [role, other, role].map((who, at) => ({role: who, content: `${at}.`}));
  const [two, three] = [talk.slice(0, 2), talk].map((some) =>
    attempt(() => template.render(some, {}))
  );
  if (!two || !three?.startsWith(two)) return 0;
  const at = three.lastIndexOf(talk[2]!.content);
  const heading = three.slice(two.length, at);
  const before = text.slice(0, own.start);
  return at > two.length && before.endsWith(heading) ? own.start - heading.length : 0;
}

function attempt(work: () => string): string | null {
  try {
    return work();
  } catch {
    return null;
  }
}
