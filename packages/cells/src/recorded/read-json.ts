/** Results that were computed before: in the page or in a file. No model is loaded for them. */
import {isConversation, promptWords, samePrompt} from "@ecco/viz";
import type {Origin, PromptInput} from "@ecco/viz";
import {has} from "./shapes.ts";

interface Entry {
  readonly request: unknown;
  readonly result: unknown;
}

/** Returns the JSON of a child `<script type="application/json">`; undefined without one. */
export async function childJson(element: Element): Promise<unknown> {
  const script = element.querySelector(':scope > script[type="application/json"]');
  if (!script) return undefined;
  try {
    return parsed(script.textContent);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `<${element.localName}>: the script inside is not JSON (${reason}); put one result into it`
    );
  }
}

/** Characters and bytes of a result: what is longer, no page draws. */
export const longest = 2 ** 27;

export function parsed(text: string): unknown {
  if (text.length > longest) throw new Error(`longer than ${longest} characters`);
  return JSON.parse(text) as unknown;
}

/** Returns what a response says, as long as it is no longer than a result can be. */
export async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  const parts: string[] = [];
  let length = 0;
  for (;;) {
    const {done = true, value} = (await reader?.read()) ?? {};
    if (done) return parts.join("") + decoder.decode();
    length += value!.length;
    if (length > longest) {
      await reader!.cancel();
      throw new Error(`longer than ${longest} bytes`);
    }
    parts.push(decoder.decode(value, {stream: true}));
  }
}

/** Returns the JSON of a file. */
export async function fetchJson(src: string): Promise<unknown> {
  const url = new URL(src, document.baseURI).href;
  if (url.startsWith("file:"))
    throw new Error(
      `${url}: a page that is opened as a file may read no other file; put the result into a script element inside the view, or serve the page`
    );
  const response = await fetch(url).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${url}: cannot be read (${reason}); check src`, {cause: error});
  });
  if (!response.ok)
    throw new Error(`${url}: got status ${response.status}, expected 200; check src`);
  try {
    return parsed(await textOf(response));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${url}: not JSON (${reason}); expected a result or a trace`, {cause: error});
  }
}

/** A result in a view's form, and where it came from. */
export interface Found<D> {
  readonly data: D;
  readonly origin: Origin;
}

/**
 * Returns the first result that *read* takes: of a trace's entries (for *prompt*, if that is given), or the value
 * itself. Throws when there is none.
 */
export function pickRecorded<D>(
  value: unknown,
  {
    prompt,
    read,
    what
  }: {prompt?: PromptInput | undefined; read: (result: unknown) => D | undefined; what: string}
): Found<D> {
  const model = has(value, "model") && typeof value.model === "string" ? value.model : undefined;
  const entries = isTrace(value) ? value.entries : [{request: {prompt}, result: value}];
  for (const {request, result} of entries) {
    const said = saidIn(request);
    if (prompt !== undefined && !samePrompt(said, prompt)) continue;
    const data = read(result);
    if (data === undefined) continue;
    return {data, origin: {model, prompt: said, request: request as Origin["request"]}};
  }
  const said = prompt === undefined ? "" : ` for ${JSON.stringify(promptWords(prompt))}`;
  throw new Error(`no recorded result for ${what}${said}; record one, or give model and prompt`);
}

/** Returns the text or conversation that a request was about. */
function saidIn(request: unknown): PromptInput | undefined {
  if (!has(request, "prompt")) return undefined;
  const {prompt} = request;
  return typeof prompt === "string" || isConversation(prompt) ? prompt : undefined;
}

function isTrace(value: unknown): value is {readonly entries: readonly Entry[]} {
  if (!has(value, "format", "version") || value.format !== "ecco-trace") return false;
  const {version} = value;
  if (version !== 1)
    throw new Error(
      `trace of version ${typeof version === "number" ? version : typeof version}, expected 1; update Ecco`
    );
  const isEntry = (entry: unknown): entry is Entry => has(entry, "request", "result");
  if (has(value, "entries") && Array.isArray(value.entries) && value.entries.every(isEntry))
    return true;
  throw new Error("trace: entries are no list of {request, result}; record it again");
}
