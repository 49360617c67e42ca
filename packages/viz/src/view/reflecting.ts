import type {LitElement, PropertyDeclaration, ReactiveController} from "lit";

/** What a view says itself while it works: no word of the page's author, so not in the markup. */
const spoken: ReadonlySet<string> = new Set(["state", "message", "progress", "suggestion"]);

type Kind = typeof LitElement & (new () => LitElement);
type Record<T> = Readonly<{[name: string]: T}>;

/** A property that an attribute of the page can set. */
interface Said {
  readonly attribute: string;
  readonly declaration: PropertyDeclaration;
}

const known = new WeakMap<Kind, {readonly said: Record<Said>; readonly usual: Record<unknown>}>();

/** Returns an element's properties that have attributes, and what they are as long as nobody says anything. */
function propertiesOf(host: LitElement) {
  const kind = host.constructor as Kind;
  const found = known.get(kind);
  if (found) return found;
  const said: {[name: string]: Said} = {};
  for (const [name, declaration] of kind.elementProperties) {
    const {attribute, state} = declaration;
    if (typeof name !== "string" || attribute === false || state || spoken.has(name)) continue;
    said[name] = {
      attribute: typeof attribute === "string" ? attribute : name.toLowerCase(),
      declaration
    };
  }
  const fresh = new kind() as unknown as Record<unknown>;
  const usual = Object.fromEntries(Object.keys(said).map((name) => [name, fresh[name]]));
  const properties = {said, usual};
  known.set(kind, properties);
  return properties;
}

/** Returns a property as its attribute would say it; null where it would not be there, undefined where none can. */
function textOf(value: unknown, {converter}: PropertyDeclaration): string | null | undefined {
  if (value === undefined || value === null) return null;
  if (typeof converter === "object" && converter.toAttribute)
    return (converter.toAttribute(value) as string | null) ?? null;
  if (value === false) return null;
  if (typeof value === "object") return undefined;
  return value === true ? "" : String(value as string | number);
}

/** Returns the attributes that make an element what it is: those that say something else than usual. */
export function attributesOf(host: LitElement): Record<string> {
  const {said, usual} = propertiesOf(host);
  const own = host as unknown as Record<unknown>;
  const texts: {[name: string]: string} = {};
  for (const [name, {attribute, declaration}] of Object.entries(said)) {
    const text = textOf(own[name], declaration);
    if (typeof text === "string" && text !== textOf(usual[name], declaration))
      texts[attribute] = text;
  }
  return texts;
}

/** Writes properties into the markup when they are set: what a page shows is what is in it. */
export class Reflecting implements ReactiveController {
  readonly #host: LitElement;
  readonly #seen = new Map<string, unknown>();
  /** Whether an attribute is being written: it says nothing new. */
  busy = false;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    const {said, usual} = propertiesOf(this.#host);
    const own = this.#host as unknown as Record<unknown>;
    this.busy = true;
    for (const [name, property] of Object.entries(said)) {
      const before = this.#seen.has(name) ? this.#seen.get(name) : usual[name];
      if (Object.is(before, own[name])) continue;
      this.#seen.set(name, own[name]);
      this.#write(property, own[name]);
    }
    this.busy = false;
  }

  #write({attribute, declaration}: Said, value: unknown): void {
    const text = textOf(value, declaration);
    const there = this.#host.getAttribute(attribute);
    // An author's own way to write it stays: " is, are", "0.50".
    if (text === undefined || text === there) return;
    if (there !== null && JSON.stringify(read(there, declaration)) === JSON.stringify(value))
      return;
    if (text === null) this.#host.removeAttribute(attribute);
    else this.#host.setAttribute(attribute, text);
  }
}

function read(text: string, {converter, type}: PropertyDeclaration): unknown {
  if (typeof converter === "function") return converter(text, type);
  if (converter?.fromAttribute) return converter.fromAttribute(text, type);
  if (type === Number) return Number(text);
  return type === Boolean ? true : text;
}
