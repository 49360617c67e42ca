/** What the pages of the sites may do, and what files of others are. */
import type {Hosts} from "./hosts.ts";

type Headers = Readonly<Record<string, string>>;

/** What a browser would do for a page, or ask the reader to let it do; some of it asks other hosts. */
const denied = [
  "accelerometer",
  "attribution-reporting",
  "autoplay",
  "bluetooth",
  "browsing-topics",
  "camera",
  "clipboard-read",
  "compute-pressure",
  "digital-credentials-get",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "gamepad",
  "geolocation",
  "gyroscope",
  "hid",
  "identity-credentials-get",
  "idle-detection",
  "join-ad-interest-group",
  "keyboard-map",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "otp-credentials",
  "payment",
  "picture-in-picture",
  "private-aggregation",
  "private-state-token-issuance",
  "private-state-token-redemption",
  "publickey-credentials-create",
  "publickey-credentials-get",
  "run-ad-auction",
  "screen-wake-lock",
  "serial",
  "shared-storage",
  "shared-storage-select-url",
  "speaker-selection",
  "storage-access",
  "usb",
  "web-share",
  "window-management",
  "xr-spatial-tracking"
];

const common = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "credentialless",
  "cross-origin-resource-policy": "same-origin",
  "origin-agent-cluster": "?1",
  "permissions-policy": denied.map((feature) => `${feature}=()`).join(", ")
} as const;

/** Returns the headers of every answer of a site. */
export function headersFor(site: "shell" | "frame", hosts: Hosts): Headers {
  return site === "shell" ? shellHeaders(hosts) : frameHeaders(hosts);
}

const shellHeaders = ({frames}: Hosts): Headers => ({
  ...common,
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    `frame-src ${frames}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'"
  ].join("; ")
});

const frameHeaders = ({shell}: Hosts): Headers => ({
  ...common,
  // The shell, another site, shows it.
  "cross-origin-resource-policy": "cross-origin",
  // What no content policy knows: WebRTC, look-ups of names, preconnect, where the frame leads itself to. The shell's
  // pages must not have it: it would forbid them the frame.
  "connection-allowlist": "(response-origin)",
  "content-security-policy": [
    "default-src 'none'",
    // What is typed is compiled here, and nowhere else.
    "script-src 'self' blob: 'unsafe-eval' 'wasm-unsafe-eval'",
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self' data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${shell}`
  ].join("; ")
});

/** Headers of what others have written, models above all: bytes to be read, and never a page, a script or an image. */
export const dataHeaders: Headers = {
  ...common,
  "content-type": "application/octet-stream",
  "content-disposition": "attachment",
  "content-security-policy": "sandbox; default-src 'none'"
};

/** Headers of files beside a notebook, but for scripts: what could be a page or has scripts in it runs none of them. */
export const besideHeaders: Headers = {
  ...common,
  "content-security-policy":
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
};

/** Headers of scripts beside a notebook: a worker made of one may do what the notebook's own page may. */
export const scriptHeaders = (hosts: Hosts): Headers => ({
  ...frameHeaders(hosts),
  "cross-origin-resource-policy": "same-origin"
});
