/** Brings one file, whatever the connection does: goes on where it broke off, waits when asked to, mixes no two versions. */
import {SourceError} from "../../errors.ts";
import {announcedLength, hidesEncoding, isEncoded} from "../host-words.ts";
import {inNode} from "../node.ts";
import type {Part} from "./store.ts";
import {wholeness} from "./wholeness.ts";

/** What is known of a file before it comes. */
export interface RemoteFile {
  readonly name: string;
  readonly url: string;
  /** In bytes; null where nobody says it who must know it. */
  readonly size: number | null;
  /** As a host announces it that may count compressed bytes; never relied on. */
  readonly expected?: number | null;
  /** Names this very version, where the host says it. */
  readonly etag: string | null;
  readonly sha256: string | null;
}

export interface DownloadOptions {
  readonly fetch: typeof fetch;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Bytes there are now. */
  readonly progress?: ((length: number) => void) | undefined;
  /** How often to try again without a byte having come; defaults to 5. */
  readonly attempts?: number;
  /** First wait in ms, doubled each time; defaults to 500. */
  readonly delay?: number;
}

/** Files that hold weights; all others are read as a whole. */
const ofWeights = /\.(?:gguf|safetensors|onnx(?:_data\w*)?)$/i;

/** Returns the most bytes a file has: as its host says, or where it does not. Who says more does not mean it. */
const longestOf = (name: string, isSaid: boolean): number =>
  ofWeights.test(name) ? (isSaid ? 2 ** 38 : 2 ** 34) : 2 ** 27;
/** Longest wait a host may ask for, in ms. */
const PATIENCE = 60_000;
const busy: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** Which version what there is belongs to; kept beside the part. */
export interface Version {
  etag: string | null;
}

/**
 * Fills the part with the file, from where it is. Throws SourceError when the host refuses, when what came is not
 * what was announced, or when it breaks off too often; the signal's reason when aborted.
 */
export async function download(
  part: Part,
  version: Version,
  file: RemoteFile,
  options: DownloadOptions
): Promise<void> {
  const {signal, attempts = 5, delay = 500} = options;
  checkLength(file, file.size);
  // A version that cannot be told from another is not gone on with.
  if (part.length > 0 && (!isStrong(version.etag) || (file.etag && file.etag !== version.etag)))
    await part.empty();
  let failures = 0;
  let ended: string | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const before = part.length;
    const outcome = await attempt(part, version, file, options);
    if (outcome.done) break;
    // What a host has sent to its end twice it sends again.
    if (outcome.sent && outcome.reason === ended)
      throw new SourceError(
        `${file.url}: ${outcome.reason}, and so when asked again; the host has another file, or none that is whole`
      );
    if (outcome.sent) ended = outcome.reason;
    failures = part.length > before ? 1 : failures + 1;
    if (failures > attempts)
      throw new SourceError(
        `${file.url}: ${outcome.reason}; tried ${attempts + 1} times, got ${part.length}${file.size === null ? "" : ` of ${file.size}`} bytes; try again later, what came is kept`
      );
    await waited(outcome.wait ?? Math.min(delay * 2 ** (failures - 1), PATIENCE), signal);
  }
  await verify(part, file);
}

type Outcome =
  | {readonly done: true}
  | {
      readonly done: false;
      readonly reason: string;
      readonly wait?: number;
      /** Whether it came to an end that the host takes for a good one. */
      readonly sent?: boolean;
    };

async function attempt(
  part: Part,
  version: Version,
  file: RemoteFile,
  {fetch: get, headers = {}, signal, progress}: DownloadOptions
): Promise<Outcome> {
  // Only what has a name is gone on with.
  if (part.length > 0 && !isStrong(version.etag)) await part.empty();
  const from = part.length;
  if (file.size !== null && from === file.size) return {done: true};
  // In a page If-Range would have the browser ask the host for leave first, which few know; the name is compared here.
  const same = inNode() ? {"if-range": version.etag ?? ""} : {};
  const range = from > 0 ? {range: `bytes=${from}-`, ...same} : ({} as object);
  let response: Response;
  try {
    response = await get(file.url, {
      headers: {...headers, ...range, "accept-encoding": "identity"},
      ...(signal ? {signal} : {})
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SourceError) throw error;
    return {done: false, reason: `not reached (${reasonOf(error)})`};
  }
  const refuse = async (): Promise<void> => response.body?.cancel();
  if (busy.has(response.status)) {
    await refuse();
    const wait = retryAfter(response);
    return {
      done: false,
      reason: `the host is busy (status ${response.status})`,
      ...(wait === null ? {} : {wait})
    };
  }
  if (response.status === 416) {
    await refuse();
    await part.empty();
    return {done: false, reason: "the host has no bytes behind those that came"};
  }
  if (!response.ok) {
    await refuse();
    throw refusalOf(file.url, response.status);
  }
  const etag = response.headers.get("etag");
  const goesOn =
    response.status === 206 &&
    startOf(response) === from &&
    etag === version.etag &&
    !isEncoded(response);
  if (from > 0 && !goesOn) await part.empty();
  if (response.status === 206 && !goesOn) {
    // Part of another version, or another part.
    await refuse();
    return {done: false, reason: "the host sent another part than asked for"};
  }
  version.etag = etag;
  const total = totalOf(response, part.length) ?? file.size;
  checkLength(file, total);
  if (file.size !== null && total !== null && total !== file.size) {
    await refuse();
    throw new SourceError(
      `${file.url}: the host sends ${total} bytes, expected ${file.size}; the file has changed meanwhile, open it again`
    );
  }
  const most = total ?? longestOf(file.name, false);
  // Of another host a page does not see how much should come; the files themselves say it.
  const whole = total === null ? wholeness(file.name) : null;
  try {
    const reader = response.body!.getReader();
    for (;;) {
      const {done, value} = await reader.read();
      if (done) break;
      if (part.length + value.length > most) {
        await reader.cancel();
        await part.empty();
        if (total === null)
          throw new SourceError(
            `${file.url}: the host does not say how long it is, and more than ${most} bytes came; take a host that says it`
          );
        return {done: false, sent: true, reason: `more bytes came than the ${total} announced`};
      }
      whole?.see(value);
      await part.append(value);
      progress?.(part.length);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SourceError) throw error;
    if ((error as {code?: unknown}).code === "ENOSPC")
      throw new SourceError(
        `${file.url}: this computer has no room left, ${part.length} bytes came; free some, then open it again`,
        {cause: error}
      );
    return {done: false, reason: `the transfer broke off (${reasonOf(error)})`};
  }
  signal?.throwIfAborted();
  const {length} = part;
  const early = total === null ? whole?.lacks(length) : length < total ? `of ${total} bytes` : null;
  if (!early) return {done: true};
  // Without a length from the host, what follows could not be told from what came.
  if (total === null) await part.empty();
  return {
    done: false,
    sent: true,
    reason: `the transfer ended early, after ${length} ${early}`
  };
}

async function verify(part: Part, {url, size, sha256}: RemoteFile): Promise<void> {
  if (size !== null && part.length !== size) {
    const got = part.length;
    await part.empty();
    throw new SourceError(`${url}: got ${got} bytes, expected ${size}; open it again`);
  }
  if (sha256 === null) return;
  const found = await part.digest();
  if (found === sha256.toLowerCase()) return;
  await part.empty();
  throw new SourceError(
    `${url}: its SHA-256 is ${found}, expected ${sha256}; what came is thrown away, open it again`
  );
}

function checkLength({url, name}: RemoteFile, size: number | null): void {
  const most = longestOf(name, true);
  if (size !== null && !(size >= 0 && size <= most))
    throw new SourceError(`${url}: the host says ${size} bytes, expected at most ${most}`);
}

/** Weak tags name versions that mean the same, not the same bytes. */
export const isStrong = (etag: string | null): boolean => etag !== null && !etag.startsWith("W/");

const startOf = (response: Response): number | null => {
  const start = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1];
  return start === undefined ? null : Number(start);
};

/** The whole file's length; null where only a compressed one is said, or it may be one. */
function totalOf(response: Response, from: number): number | null {
  if (isEncoded(response)) return null;
  const ranged = /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1];
  if (ranged !== undefined) return Number(ranged);
  const length = hidesEncoding(response) ? null : announcedLength(response);
  return length === null ? null : from + length;
}

function retryAfter(response: Response): number | null {
  const said = response.headers.get("retry-after");
  if (said === null) return null;
  const wait = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), PATIENCE) : null;
}

/** Returns what a status means, and what to do. */
export function refusalOf(url: string, status: number): SourceError {
  const {host} = new URL(url);
  if (status === 401)
    return new SourceError(
      `${url}: ${host} wants to know who asks (status 401); give an access token (HF_TOKEN, or the option token)`
    );
  if (status === 403)
    return new SourceError(
      `${url}: ${host} refuses (status 403); accept the model's conditions on its page, then give an access token (HF_TOKEN, or the option token)`
    );
  if (status === 404)
    return new SourceError(
      `${url}: not there (status 404); is the name right? A private one needs an access token (HF_TOKEN, or the option token)`
    );
  return new SourceError(`${url}: got status ${status}, expected 200; try again later`);
}

const reasonOf = (error: unknown): string => {
  const cause = (error as {cause?: {message?: string}}).cause?.message;
  return (cause ?? (error instanceof Error ? error.message : String(error))).slice(0, 120);
};

function waited(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, {once: true});
  });
}
