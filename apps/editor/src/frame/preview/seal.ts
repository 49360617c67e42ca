/** Lets nothing run in this page that is not Ecco's own, whatever gets into it; there is no way back but another page. */

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src data: blob:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'"
];

let sealed = false;

/** Adds to what the page may not do: no code from text, no workers, no frames, and nothing is fetched or sent. */
export function seal(): void {
  if (sealed) return;
  sealed = true;
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = policy.join("; ");
  document.head.append(meta);
}
