/** An element that steps are about: what they set on it, and what it was before. */
import type {LitElement, PropertyDeclaration} from "lit";
import type {Settled} from "./step-settings.ts";
import {WantedPin} from "./wanted-pin.ts";
import type {Problem} from "./wanted-pin.ts";

/** A setting of an element, whether its attribute or its property says it. */
interface Setting {
  readonly get: () => unknown;
  readonly set: (value: unknown) => void;
  /** Returns the value that a text stands for. */
  readonly read: (text: string) => unknown;
}

type Kind = Readonly<Record<"elementProperties", ReadonlyMap<PropertyKey, PropertyDeclaration>>>;

/** Returns whether an element has an attribute of that name. */
export const hasSetting = (element: Element, name: string): boolean =>
  settingOf(element, name) !== undefined;

function settingOf(element: Element, name: string): Setting | undefined {
  const kind = element.constructor as Partial<Kind>;
  const own = element as unknown as Record<PropertyKey, unknown>;
  if (!kind.elementProperties) return nativeSetting(element, name);
  for (const [property, declaration] of kind.elementProperties) {
    const {attribute, state} = declaration;
    const said = typeof attribute === "string" ? attribute : String(property).toLowerCase();
    if (attribute === false || state || said !== name) continue;
    return {
      get: () => own[property],
      set: (value) => void (own[property] = value),
      read: (text) => readText(text, declaration)
    };
  }
  return undefined;
}

function readText(text: string, {converter, type}: PropertyDeclaration): unknown {
  if (typeof converter === "function") return converter(text, type);
  if (converter?.fromAttribute) return converter.fromAttribute(text, type);
  if (type === Number) return Number(text);
  return type === Boolean ? text !== "false" : text;
}

/** Of fields and their kind the value, as a reader would change it; of others attributes. */
function nativeSetting(element: Element, name: string): Setting | undefined {
  if (name === "value" && "value" in element) {
    const field = element as Element & {value: unknown};
    return {
      get: () => field.value,
      set: (value) => {
        field.value = value;
        field.dispatchEvent(new Event("input", {bubbles: true}));
      },
      read: (text) => (typeof field.value === "number" ? Number(text) : text)
    };
  }
  // A custom element that is not defined yet would not hear of it as of an attribute of its own.
  if (element.localName.startsWith("ecco-")) return undefined;
  return {
    get: () => element.getAttribute(name),
    set: (value) =>
      typeof value === "string" ? element.setAttribute(name, value) : element.removeAttribute(name),
    read: (text) => text
  };
}

/** Whether both are the same as data: an attribute's list is read anew each time. */
const same = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) ||
  (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));

export class Target {
  readonly element: Element;
  readonly #attributes = new Map<string, unknown>();
  readonly #properties = new Map<string, unknown>();
  readonly #pin: WantedPin;

  constructor(element: Element) {
    this.element = element;
    this.#pin = new WantedPin(element as LitElement);
  }

  /**
   * Makes the element what the steps say; what they do not say any more is as it was. *problem* is called with what is
   * wrong with the pin, and null when nothing is.
   */
  show({attributes, properties, pin}: Settled, problem: Problem): void {
    const {element} = this;
    for (const [name, before] of this.#attributes)
      if (!(name in attributes)) {
        settingOf(element, name)?.set(before);
        this.#attributes.delete(name);
      }
    for (const [name, text] of Object.entries(attributes)) {
      const setting = settingOf(element, name);
      if (!setting) continue;
      const value = setting.read(text);
      const now = setting.get();
      if (!this.#attributes.has(name)) this.#attributes.set(name, now);
      if (!same(value, now)) setting.set(value);
    }
    this.#showProperties(properties);
    this.#pin.want(pin, problem);
  }

  #showProperties(properties: Settled["properties"]): void {
    const own = this.element as unknown as Record<string, unknown>;
    for (const [name, before] of this.#properties)
      if (!(name in properties)) {
        own[name] = before;
        this.#properties.delete(name);
      }
    for (const [name, value] of Object.entries(properties)) {
      if (!this.#properties.has(name)) this.#properties.set(name, own[name]);
      if (!same(own[name], value)) own[name] = value;
    }
  }

  /** Leaves the element as it is, and watches it no more. */
  leave(): void {
    this.#pin.leave();
  }
}
