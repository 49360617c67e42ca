/**
 * The site of a notebook: an origin with a storage and, where the browser gives each site one, a process of its own.
 * The server answers by any such name, and the browser itself leads all names below localhost to this computer.
 */

/** Returns what the site of a notebook is called: by its folder and its place in it, until it is renamed or moved. */
export async function labelOf(folder: string, path: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${folder}/${path}`));
  const digits = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0"));
  return `nb-${digits.join("").slice(0, 20)}`;
}

/** How often each had to be stopped since this page was opened. */
const stops = new Map<string, number>();

export class FrameSite {
  readonly #label: string;
  readonly #files: string;
  readonly #folder: string;

  /** *files* is where a notebook that runs reads the opened folder, below its site; *path* is its own place in it. */
  constructor(label: string, files: string, path: string) {
    this.#label = label;
    this.#files = files;
    this.#folder = path
      .split("/")
      .slice(0, -1)
      .map((part) => `${encodeURIComponent(part)}/`)
      .join("");
  }

  /** Address of the page: of a notebook that may run it stands in its folder, and links in it lead to files there. */
  page(mayRun: boolean): string {
    return `${this.origin}${mayRun ? this.#files + this.#folder : "/"}`;
  }

  /** Returns what an address of this site names in the opened folder, in a notebook that runs; null for all others. */
  pathOf({origin, pathname}: URL): string | null {
    if (origin !== this.origin || !pathname.startsWith(this.#files)) return null;
    return pathname.slice(this.#files.length);
  }

  get origin(): string {
    const stopped = stops.get(this.#label);
    return `http://${this.#label}${stopped ? `-${stopped}` : ""}.${location.host}`;
  }

  /** Goes to another site, which is not given the process that hangs; what was kept at this one stays here. */
  leave(): void {
    stops.set(this.#label, (stops.get(this.#label) ?? 0) + 1);
  }
}
