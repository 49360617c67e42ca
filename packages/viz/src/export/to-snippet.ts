/** A view as markup for another page: its own attributes, and what it shows. */
import {attributesOf} from "../view/reflecting.ts";
import {escapeXml} from "./svg/sheet.ts";
import {writePrompt} from "../prompt/written.ts";
import type {Subject} from "./subject.ts";
import {base64} from "./base64.ts";
import {toTrace} from "./to-trace.ts";

/** Where a result came from is said by its trace, and by these where a model shall run. */
const unsaid: ReadonlySet<string> = new Set([
  "src",
  "model",
  "prompt",
  "backend",
  // What makes a conversation of the prompt is in the prompt that was asked.
  "chat",
  "system",
  "messages",
  "continue",
  "literal"
]);

/** What means something to templates and to Markdown inside a tag: expressions, code, the end of a block. */
const meant = /[{}%`\n\r]/g;

/** Returns a text as an attribute says it in HTML, Markdown, MDX, JSX and templates alike. */
const attribute = (text: string): string =>
  escapeXml(text).replaceAll(meant, (letter) => `&#${letter.charCodeAt(0)};`);

/**
 * Returns the element as HTML, with its result as base64: it draws without a model, and can run where it is named. Tags
 * on lines of their own are a block of HTML to Markdown; a script inside would be lost in templates and MDX.
 */
export function toSnippet(subject: Pick<Subject, "host" | "data" | "origin">): string {
  const {host, origin} = subject;
  const {model, prompt} = origin ?? {};
  const own = Object.entries(attributesOf(host)).filter(([name]) => !unsaid.has(name));
  const said = {
    ...(model ? {model} : {}),
    ...(prompt ? {prompt: writePrompt(prompt)} : {}),
    ...Object.fromEntries(own),
    data: base64(toTrace(subject))
  };
  const attributes = Object.entries(said).map(([name, value]) =>
    value === "" ? ` ${name}` : ` ${name}="${attribute(value)}"`
  );
  const tag = host.localName;
  return `<${tag}${attributes.join("")}>
</${tag}>
`;
}
