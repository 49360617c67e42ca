/** Notices that the reader has seen and does not want again. Kept in this browser. */

/** For a browser that keeps nothing, as long as the page is open. */
const now = new Set<string>();

const keyOf = (notice: string): string => `ecco-seen-${notice}`;

export function isSeen(notice: string): boolean {
  try {
    return now.has(notice) || localStorage.getItem(keyOf(notice)) !== null;
  } catch {
    return now.has(notice);
  }
}

export function setSeen(notice: string): void {
  now.add(notice);
  try {
    localStorage.setItem(keyOf(notice), "1");
  } catch {
    // Full, or not allowed.
  }
}
