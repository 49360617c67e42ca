/** Makes the parts of a tokenizer.json that cut, change and join texts, each by its `type`, from tables of kinds. */
import {shown, UnsupportedError} from "../errors.ts";
import {ownOf} from "../own.ts";
import type {Check, Given} from "./fields.ts";
import {isRecord, isText, refuse} from "./fields.ts";

/** A kind of component. */
export interface Kind<T> {
  /** Fields that are read; absent and null ones have a default, unless they are `needed`. */
  readonly fields: Readonly<Record<string, Check>>;
  readonly needed?: readonly string[];
  /** Returns the component; `where` names it in errors. */
  readonly make: (given: Given, where: string) => T;
}

export interface Kinds<T> {
  readonly kinds: Readonly<Record<string, Kind<T>>>;
  /** What a Sequence calls its list. */
  readonly parts: string;
  /** Returns a component that does what these do, one after another. */
  readonly sequence: (parts: readonly T[]) => T;
}

/** Sequences within sequences, and components of one list: published files have two and ten. */
const [deepest, longest] = [8, 256];

/**
 * Returns what a component does; null where there is none. Throws SourceError for a component that cannot be taken,
 * UnsupportedError for one that is not known here.
 */
export function makeComponent<T>(
  value: unknown,
  where: string,
  {kinds, parts, sequence}: Kinds<T>
): T | null {
  const make = (component: unknown, at: string, depth: number): T => {
    if (!isRecord(component) || !isText(component["type"]))
      refuse(at, component, 'an object with a "type"');
    const {type} = component as {readonly type: string};
    if (type === "Sequence") {
      const list = ownOf(component as Record<string, unknown>, parts);
      if (!Array.isArray(list) || list.length > longest || depth >= deepest)
        refuse(`${at}.${parts}`, list, `up to ${longest} components, nested up to ${deepest} deep`);
      return sequence(
        (list as readonly unknown[]).map((inner, i) =>
          make(inner, `${at}.${parts}[${i}]`, depth + 1)
        )
      );
    }
    const kind = ownOf(kinds, type);
    if (!kind)
      throw new UnsupportedError(
        `tokenizer.json: ${at} is a ${shown(type)}, which is not known; one of Sequence, ${Object.keys(kinds).join(", ")}; give ids of tokens in the place of texts, or take another model`
      );
    const given: Record<string, unknown> = {};
    for (const [name, check] of Object.entries(kind.fields)) {
      const field = ownOf(component as Record<string, unknown>, name) ?? null;
      if (field === null && !kind.needed?.includes(name)) continue;
      check(field, `${at}.${name}`);
      given[name] = field;
    }
    return kind.make(given, at);
  };
  return value === null || value === undefined ? null : make(value, where, 0);
}
