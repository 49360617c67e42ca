/** What a notebook asks for when it runs, read off its text: nothing of it runs, and nobody is asked. */
import {filesOf} from "@ecco/cells/model-names";
import {findCalls, isShipped, namesFile, readSpecifier} from "@ecco/runtime/preview";
import type {Call} from "@ecco/runtime/preview";
import type {Cell} from "@ecco/runtime/document";

export interface Asks {
  /** Models by what names them: `atlas`, `hf:owner/name`, `./model.gguf`. */
  readonly models: readonly string[];
  /** Hosts of addresses it reads from, by itself: no model's. */
  readonly hosts: readonly string[];
  /** Modules and notebooks of the folder that it imports. */
  readonly modules: readonly string[];
  /** Packages it imports, besides those every notebook knows. */
  readonly packages: readonly string[];
  /** Whether it can ask for more models, by names that it computes. */
  readonly computed: boolean;
  /** Whether it starts programs of its own in the background. */
  readonly workers: boolean;
  /** Whether some of it could not be read. */
  readonly unclear: boolean;
}

/** Whether a package comes with Ecco. */
const isInstalled = (name: string): boolean => isShipped(name) || name === "@ecco/cells";
/** Functions of `ecco` that bring no model by themselves. */
const bringsModel = (name: string): boolean => /^(globalThis\.|window\.)?ecco\.model$/.test(name);
/** Calls whose first argument is an address. */
const reads: ReadonlySet<string> = new Set([
  "fetch",
  "navigator.sendBeacon",
  "new WebSocket",
  "new EventSource",
  "new URL",
  "importScripts"
]);
/** Most of each that is listed: what is more is asked for when it comes. */
const most = 50;
const longest = 300;

/** Tags with what they read from. Each begins anew at the next `<`, so the text is read once. */
const tag =
  /<(ecco-[\w-]+|img|script|link|iframe|video|audio|source|image|object|embed)\b([^<>]*)/gi;
const attribute = /\b(src|model|href|data|srcset)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

/** Returns what the cells of a notebook ask for. */
export function asksOf({cells}: {readonly cells: readonly Pick<Cell, "type" | "text">[]}): Asks {
  const models = new Set<string>();
  const hosts = new Set<string>();
  const modules = new Set<string>();
  const packages = new Set<string>();
  let [computed, workers, unclear] = [false, false, false];

  const addAddress = (address: string): void => {
    const host = hostOf(address);
    if (host !== null) hosts.add(host);
  };
  const addModel = (name: string | null): void => {
    if (name === null || name.includes("${")) computed = true;
    else if (name.trim() !== "") models.add(filesOf(name.trim()));
  };
  const addCall = ({name, text, options}: Call): void => {
    if (bringsModel(name)) addModel(text);
    else if (/^ecco\.\w+$/.test(name) && options.get("model")) addModel(options.get("model")!);
    else if (name === "import" || name === "require") {
      if (text === null) return void (unclear = true);
      if (namesFile(text)) return void modules.add(text);
      const {name: of} = readSpecifier(text);
      if (isInstalled(of)) return;
      if (hostOf(text) === null) packages.add(text.replace(/^npm:/, ""));
      else addAddress(text);
    } else if (/^new (?:\w+\.)?(?:Shared)?Worker$/.test(name)) workers = true;
    else if (reads.has(name.replace(/^(globalThis|window|self)\./, "")) && text !== null)
      addAddress(text);
  };
  const addMarkup = (text: string): void => {
    for (const [, name = "", rest = ""] of text.matchAll(tag))
      for (const [, key = "", ...values] of rest.matchAll(attribute)) {
        const value = values.find((each) => each !== undefined) ?? "";
        const isModel =
          /^ecco-/i.test(name) &&
          (/^model$/i.test(key) || (/^ecco-model/i.test(name) && /^src$/i.test(key)));
        if (isModel) addModel(value);
        else addAddress(value);
      }
  };

  for (const cell of cells) {
    if (cell.type === "raw") continue;
    const {calls, texts, values, whole} = findCalls(cell);
    for (const call of calls) addCall(call);
    for (const text of texts) if (text.includes("<")) addMarkup(text);
    if (values.has("ecco")) computed = true;
    if (!whole) unclear = true;
  }
  return {
    models: shorten(models),
    hosts: shorten(hosts),
    modules: shorten(modules),
    packages: shorten(packages),
    computed: computed || models.size > most,
    workers,
    unclear
  };
}

/** What is too long or too many to be read is not listed, and so not agreed to. */
const shorten = (names: ReadonlySet<string>): readonly string[] =>
  [...names].filter((name) => name.length <= longest).slice(0, most);

function hostOf(address: string): string | null {
  if (!/^(?:(?:https?|wss?):)?\/\//i.test(address.trim())) return null;
  try {
    return new URL(address.trim(), "https://x.invalid").host;
  } catch {
    return null;
  }
}
