/** What the pages of the two sites may do. */
import type {Hosts} from "./hosts.ts";

const common = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "credentialless",
  "cross-origin-resource-policy": "cross-origin"
} as const;

/** Returns the headers of every answer of a site. */
export function headersFor(site: keyof Hosts, hosts: Hosts): Readonly<Record<string, string>> {
  const policies: {readonly [S in keyof Hosts]: readonly string[]} = {
    shell: [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      `frame-src ${hosts.frame.replace("//nb.", "//*.")}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'"
    ],
    frame: [
      "default-src 'none'",
      // What is typed is compiled here, and nowhere else.
      "script-src 'self' blob: 'unsafe-eval' 'wasm-unsafe-eval'",
      "worker-src 'self' blob:",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "media-src data: blob:",
      "font-src 'self'",
      "connect-src 'self' data: blob:",
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${hosts.shell}`
    ]
  };
  return {...common, "content-security-policy": policies[site].join("; ")};
}
