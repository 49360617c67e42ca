/** What the steps of a guided text say of the elements they are about, and what follows from several of them. */

/** One step, as it says what it sets. */
export interface StepSettings {
  /** The ids of what it is about; none: what stands beside the text. */
  readonly targets: readonly string[];
  /** Attributes of the step that are not its own. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Properties that no attribute can say. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** What is pinned: a number, a word, or parts by name; null for nothing; undefined: as it was. */
  readonly pin: Pin | null | undefined;
  /** Whether it begins anew: what earlier steps set is taken back. */
  readonly reset: boolean;
}

export type Pin = number | string | Readonly<Record<string, number | string>>;

/** What is set while a step is read: its own settings over those of the steps before it. */
export type Settled = Omit<StepSettings, "targets" | "reset">;

const nothing: Settled = {attributes: {}, properties: {}, pin: undefined};

/** Attributes of a step that say something of the step itself. */
const own: ReadonlySet<string> = new Set([
  "for",
  "pin",
  "properties",
  "reset",
  "id",
  "class",
  "style",
  "slot",
  "title",
  "lang",
  "dir",
  "hidden",
  "tabindex",
  "role",
  "part"
]);
const isOwn = (name: string): boolean => own.has(name) || /^(?:aria-|data-|on)/.test(name);

/** Returns the attributes of a step that are set on what it is about. */
export const settingsAmong = (
  attributes: Iterable<{readonly name: string; readonly value: string}>
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...attributes].filter(({name}) => !isOwn(name)).map(({name, value}) => [name, value])
  );

/**
 * Returns what a text says is pinned: "none", a number, parts ("layer 5, position 3" or "layer=5 position=3"), JSON, or
 * else a word.
 */
export function readPin(text: string): Pin | null {
  const plain = text.trim();
  if (plain === "" || plain === "none") return null;
  if (/^[{["]/.test(plain)) return JSON.parse(plain) as Pin;
  const parts = plain.split(/\s*,\s*|\s+(?=[a-z]\w*\s*[=:])/i);
  const pairs = parts.map((part) => /^([a-z]\w*)(?:\s*[=:]\s*|\s+)(\S+)$/i.exec(part));
  if (pairs.every((pair) => pair !== null))
    return Object.fromEntries(pairs.map(([, name, value]) => [name!, readNumber(value!)]));
  return readNumber(plain);
}

/** Returns the number that a text is, else the text. */
export const readNumber = (text: string): number | string =>
  text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;

/** Returns what several steps, one after the other, say together. */
export const settledBy = (steps: readonly StepSettings[]): Settled =>
  steps.reduce((before: Settled, {attributes, properties, pin, reset}) => {
    const from = reset ? nothing : before;
    return {
      attributes: {...from.attributes, ...attributes},
      properties: {...from.properties, ...properties},
      pin: pin === undefined ? from.pin : pin
    };
  }, nothing);
