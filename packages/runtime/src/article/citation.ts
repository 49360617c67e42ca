/** Citations as they are written: `[see @vaswani2017, p. 3; @elhage2021]`, `@vaswani2017 [p. 3]`. */
import {citeKey} from "./names.ts";

export interface Cited {
  readonly key: string;
  /** What stands before: "see". */
  readonly prefix: string;
  /** What stands after, without its comma: "p. 3". */
  readonly suffix: string;
  /** Whether only the year is said: `-@key`. */
  readonly yearOnly: boolean;
}

export interface Citation {
  /** Whether it is part of the sentence: the name of the authors is said. */
  readonly narrative: boolean;
  readonly items: readonly Cited[];
}

const within = new RegExp(String.raw`^\s*(.*?)(-?)@(${citeKey})(.*)$`, "su");
const alone = new RegExp(String.raw`^@(${citeKey})(?: \[(.*)\])?$`, "su");

/** Returns what a citation says. Throws for a text that is none. */
export function readCitation(source: string): Citation {
  const one = alone.exec(source);
  if (one) {
    const [, key, suffix = ""] = one;
    return {
      narrative: true,
      items: [{key: plain(key!), prefix: "", suffix: suffix.trim(), yearOnly: false}]
    };
  }
  const items = source
    .slice(1, -1)
    .split(";")
    .map((item): Cited => {
      const found = within.exec(item);
      if (!found) throw new Error(`expected a citation such as [@key, p. 3], got ${source}`);
      const [, prefix, hyphen, key, suffix] = found;
      return {
        key: plain(key!),
        prefix: prefix!.trim(),
        suffix: suffix!.replace(/^\s*,?\s*/, "").trim(),
        yearOnly: hyphen === "-"
      };
    });
  return {narrative: false, items};
}

const plain = (key: string): string => key.replace(/^\{(.*)\}$/, "$1");
