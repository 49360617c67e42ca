interface Named {
  readonly name: string;
  readonly text: string;
}

/** Returns every element as a page sees it, sorted by tag. */
export function readElements(): readonly {
  readonly tag: string;
  readonly text: string;
  readonly fields: readonly Named[];
  readonly events: readonly Named[];
  readonly parts: readonly Named[];
  readonly css: readonly Named[];
}[];
