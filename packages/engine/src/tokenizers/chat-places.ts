/**
 * Where the contents of messages lie in a chat's text. The template is asked again with marks around what is said; a mark
 * counts only where the text without marks is the same as before, so a template that trims, drops, repeats, reorders or
 * changes messages leads to fewer marks, never to wrong ones.
 */
import type {ChatMessage} from "../api.ts";

/** What is said in one message, or a part of it that the template kept: [start, end) in the text. */
export interface Said {
  readonly start: number;
  readonly end: number;
  readonly turn: number;
}

/** Where marks stand in a content: at its ends, within the spaces at its ends, or at each of its words. */
type Way = "ends" | "inside" | "words";
type Side = "start" | "end";

interface Marked {
  readonly turn: number;
  readonly side: Side;
  readonly way: Way;
}

/** Returns what is said, in the order of the text; `render` writes messages as the template has it. */
export function placesOf(
  render: (messages: readonly ChatMessage[]) => string,
  text: string,
  messages: readonly ChatMessage[]
): Said[] {
  if (messages.length > mostMarked) return [];
  const spoken = messages.flatMap(({content}, turn) => (content === "" ? [] : [turn]));
  const marks = marksFor([text, ...messages.map(({content}) => content)], messages.length);
  const both = (way: (turn: number) => Way): Marked[] =>
    spoken.flatMap((turn) =>
      (["start", "end"] as const).map((side) => ({turn, side, way: way(turn)}))
    );
  const look = (asked: readonly Marked[]): Found | null =>
    lookFor(render, text, messages, asked, marks);
  const whole = look(both(() => "ends"));
  // Most templates that change anything take away the spaces at the ends.
  const inside = whole
    ? null
    : look(both((turn) => (isTrimmed(messages[turn]!.content) ? "ends" : "inside")));
  const found: Found = new Map();
  for (const turn of spoken)
    for (const side of ["start", "end"] as const) {
      const key = keyOf({turn, side});
      const known = whole ?? (isTrimmed(messages[turn]!.content) ? inside : null);
      const places = known?.get(key) ?? firstOf((way) => look([{turn, side, way}])?.get(key));
      if (places) found.set(key, [...places]);
    }
  return pairsOf(found, spoken, text, messages);
}

/** Returns what the first way finds that finds anything. */
function firstOf(find: (way: Way) => readonly number[] | undefined): readonly number[] | undefined {
  for (const way of ["ends", "inside", "words"] as const) {
    const places = find(way);
    if (places) return places;
  }
  return undefined;
}

/** Places in the text, by message and side. */
type Found = Map<string, number[]>;

const keyOf = ({turn, side}: Omit<Marked, "way">): string => `${turn} ${side}`;
const isTrimmed = (content: string): boolean => content.trim() === content;

/** Returns where the marks come out; null where the template writes another text because of them. */
function lookFor(
  render: (messages: readonly ChatMessage[]) => string,
  text: string,
  messages: readonly ChatMessage[],
  asked: readonly Marked[],
  marks: Marks
): Found | null {
  const changed = messages.map((message, turn) => ({
    ...message,
    content: asked
      .filter((mark) => mark.turn === turn)
      .reduce(
        (content, {side, way}) => put[way](content, side, marks.of(turn, side)),
        message.content
      )
  }));
  let written: string;
  try {
    written = render(changed);
  } catch {
    return null;
  }
  const found: Found = new Map();
  let plain = "";
  for (const char of written) {
    const mark = marks.read(char);
    if (!mark) plain += char;
    else if (found.has(keyOf(mark))) found.get(keyOf(mark))!.push(plain.length);
    else found.set(keyOf(mark), [plain.length]);
  }
  return plain === text ? found : null;
}

const put: {readonly [W in Way]: (content: string, side: Side, mark: string) => string} = {
  ends: (content, side, mark) => (side === "start" ? mark + content : content + mark),
  inside: (content, side, mark) =>
    side === "start"
      ? content.replace(/\S/u, `${mark}$&`)
      : content.trimEnd() + mark + content.slice(content.trimEnd().length),
  words: (content, side, mark) =>
    content.replaceAll(/\S+/gu, side === "start" ? `${mark}$&` : `$&${mark}`)
};

/** Returns what lies between a message's marks; nothing of a message where they do not hold a part of what it says. */
function pairsOf(
  found: Found,
  spoken: readonly number[],
  text: string,
  messages: readonly ChatMessage[]
): Said[] {
  const said = spoken.flatMap((turn): Said[] => {
    const starts = found.get(keyOf({turn, side: "start"})) ?? [];
    const ends = found.get(keyOf({turn, side: "end"})) ?? [];
    if (starts.length === 0 || ends.length === 0) return [];
    const holds = ({start, end}: Said): boolean =>
      end > start && messages[turn]!.content.includes(text.slice(start, end));
    // A template may write a message twice.
    const each = starts.map((start, at) => ({start, end: ends[at] ?? start, turn}));
    const one = {start: starts[0]!, end: ends.at(-1)!, turn};
    if (holds(one)) return [one];
    return starts.length === ends.length && each.every(holds) ? each : [];
  });
  said.sort((a, b) => a.start - b.start);
  const apart = said.every(({end}, at) => end <= (said[at + 1]?.start ?? text.length));
  return apart ? said : [];
}

interface Marks {
  readonly of: (turn: number, side: Side) => string;
  readonly read: (char: string) => Omit<Marked, "way"> | null;
}

/** There are characters of private use for the marks of so many messages. */
const mostMarked = 10_000;

const sides: readonly Side[] = ["start", "end"];

/** Returns two characters of private use for each message, none of them in these texts. */
function marksFor(texts: readonly string[], count: number): Marks {
  const used = new Set(texts.flatMap((text) => Array.from(text, (char) => char.codePointAt(0)!)));
  let base = 0x10_0000;
  const taken = (): boolean =>
    Array.from({length: 2 * count}, (_, at) => base + at).some((code) => used.has(code));
  while (base > 0xf_8000 && taken()) base -= 2 * count;
  return {
    of: (turn, side) => String.fromCodePoint(base + 2 * turn + sides.indexOf(side)),
    read: (char) => {
      const at = char.codePointAt(0)! - base;
      return at < 0 || at >= 2 * count ? null : {turn: at >> 1, side: sides[at & 1]!};
    }
  };
}
