/** Containers of Markdown that become more than a `div` of their name. */

export interface ContainerKind {
  /** The element it becomes. */
  readonly tag: string;
  /** The words that open it, where the author gives no title. */
  readonly summary?: string;
  readonly className?: string;
  readonly role?: string;
}

/** By the word behind the colons; a callout's kind is a word too (callouts.ts). */
export const containerKinds: ReadonlyMap<string, ContainerKind> = new Map(
  Object.entries<ContainerKind>({
    details: {tag: "details", summary: "Details"},
    // A note, and no landmark of the page.
    aside: {tag: "aside", role: "note", className: "aside"},
    // What an exercise shows when the reader asks for it; elsewhere it opens on a click.
    hint: {tag: "details", summary: "Hint", className: "hint"},
    solution: {tag: "details", summary: "Solution", className: "solution"},
    steps: {tag: "ecco-steps"},
    step: {tag: "ecco-step"},
    exercise: {tag: "ecco-exercise"}
  })
);
