/** A view as markup for another page: its own attributes, and what it shows. */
import type {LitElement, PropertyDeclaration} from "lit";
import {escapeXml} from "./svg/sheet.ts";
import type {Subject} from "./subject.ts";
import {forScript, toTrace} from "./to-trace.ts";

/** What a page says in other ways, or not at all. */
const unsaid: ReadonlySet<string> = new Set([
  "state",
  "message",
  "progress",
  "suggestion",
  "src",
  "model",
  "prompt",
  "backend"
]);

/** Returns the element as HTML, with its result inside: it draws without a model, and can run where it is named. */
export function toSnippet(subject: Pick<Subject, "host" | "data" | "origin">): string {
  const {host, origin} = subject;
  const {model, prompt} = origin ?? {};
  const said = {...(model ? {model} : {}), ...(prompt ? {prompt} : {}), ...attributesOf(host)};
  const attributes = Object.entries(said).map(([name, value]) =>
    value === "" ? ` ${name}` : ` ${name}="${escapeXml(value)}"`
  );
  const tag = host.localName;
  return `<${tag}${attributes.join("")}>
  <script type="application/json">${forScript(toTrace(subject))}</script>
</${tag}>
`;
}

/** Returns the attributes that make an element what it is: those whose property is not as it was at first. */
function attributesOf(host: HTMLElement): Readonly<Record<string, string>> {
  const kind = host.constructor as typeof LitElement & (new () => HTMLElement);
  const fresh = new kind() as unknown as Readonly<Record<PropertyKey, unknown>>;
  const own = host as unknown as Readonly<Record<PropertyKey, unknown>>;
  const said: Record<string, string> = {};
  for (const [name, declaration] of kind.elementProperties) {
    const attribute = attributeName(name, declaration);
    if (attribute === undefined || unsaid.has(attribute)) continue;
    const text = attributeText(own[name], declaration);
    if (text !== undefined && text !== attributeText(fresh[name], declaration))
      said[attribute] = text;
  }
  return said;
}

function attributeName(name: PropertyKey, {attribute, state}: PropertyDeclaration) {
  if (attribute === false || state || typeof name !== "string") return undefined;
  return typeof attribute === "string" ? attribute : name.toLowerCase();
}

/** Returns a property as its attribute would say it; undefined where it would not be there. */
export function attributeText(
  value: unknown,
  {converter}: PropertyDeclaration
): string | undefined {
  if (typeof converter === "object" && converter.toAttribute)
    return (converter.toAttribute(value) as string | null) ?? undefined;
  if (value === undefined || value === null || value === false || typeof value === "object")
    return undefined;
  return value === true ? "" : String(value as string | number);
}
