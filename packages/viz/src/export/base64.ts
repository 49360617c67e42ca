/** Texts that mean nothing to whoever passes them on. */

/** Characters that are turned at once: more arguments than that no function takes. */
const portion = 1 << 15;

/** Returns a text's UTF-8 as base64 (RFC 4648). */
export function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = "";
  for (let at = 0; at < bytes.length; at += portion)
    binary += String.fromCharCode(...bytes.subarray(at, at + portion));
  return btoa(binary);
}
