import {inNode} from "./node.ts";

/** Names of the models that come with Ecco. */
export const embeddedModels = ["atlas", "cloze", "critic"] as const;

export type EmbeddedModel = (typeof embeddedModels)[number];

export function isEmbedded(source: string): source is EmbeddedModel {
  return (embeddedModels as readonly string[]).includes(source);
}

/** Returns where the embedded models lie: beside the packages in Node, `models/` below the page in a browser. */
export function defaultModels(): URL {
  // Not `new URL(literal, import.meta.url)`: bundlers would take the folder for an asset to copy.
  const here = import.meta.url;
  return inNode() ? new URL("../../../../models/", here) : new URL("models/", baseAddress());
}

/** Returns what relative addresses refer to in a page or a worker. */
export function baseAddress(): string {
  return typeof document === "object" ? document.baseURI : globalThis.location.href;
}

/** Returns the member of `names` that differs from `name` by at most two letters. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const ranked = names.map((other) => ({
    other,
    distance: distance(name.toLowerCase(), other.toLowerCase())
  }));
  return ranked.filter((entry) => entry.distance <= 2).sort((a, b) => a.distance - b.distance)[0]
    ?.other;
}

/** Levenshtein, row by row. */
function distance(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(
        Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
      );
    }
    row = next;
  }
  return row[b.length]!;
}
