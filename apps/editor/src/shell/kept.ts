/** Where the last draft is kept. */
export interface Kept {
  readonly browser: boolean;
  /** By the server, which also offers it at another address. */
  readonly server: boolean;
  /** Why it is not kept in this browser; null when it is. */
  readonly why: string | null;
}

/** Returns in words what becomes of the text when this page goes before it is saved. */
export function keptWords(kept: Kept | null): string {
  if (kept?.browser && kept.server) return "Your text is kept in this browser and by the server";
  if (kept?.browser) return "Your text is kept in this browser";
  if (kept?.server) return "Your text is kept by the server, not in this browser";
  return kept
    ? `Your text is in this page only: this browser keeps nothing (${kept.why}). Leave the page open, or download the notebook`
    : "Your text is in this page";
}
