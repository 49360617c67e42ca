/** The token of this origin, kept for reloads and new tabs: local storage knows ports, which cookies do not. */
const key = "ecco-token";

/** Returns it; null where there is none, or nothing is kept in this browser. */
export function keptToken(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps it; returns whether it is kept now. */
export function keepToken(token: string): boolean {
  try {
    localStorage.setItem(key, token);
    return true;
  } catch {
    return false;
  }
}
