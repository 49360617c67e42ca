/** A view as markup for another page: its own attributes, and what it shows. */
import {attributesOf} from "../view/reflecting.ts";
import {escapeXml} from "./svg/sheet.ts";
import {writePrompt} from "../prompt/written.ts";
import type {Subject} from "./subject.ts";
import {forScript, toTrace} from "./to-trace.ts";

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

/** Returns the element as HTML, with its result inside: it draws without a model, and can run where it is named. */
export function toSnippet(subject: Pick<Subject, "host" | "data" | "origin">): string {
  const {host, origin} = subject;
  const {model, prompt} = origin ?? {};
  const own = Object.entries(attributesOf(host)).filter(([name]) => !unsaid.has(name));
  const said = {
    ...(model ? {model} : {}),
    ...(prompt ? {prompt: writePrompt(prompt)} : {}),
    ...Object.fromEntries(own)
  };
  const attributes = Object.entries(said).map(([name, value]) =>
    value === "" ? ` ${name}` : ` ${name}="${escapeXml(value)}"`
  );
  const tag = host.localName;
  return `<${tag}${attributes.join("")}>
  <script type="application/json">${forScript(toTrace(subject))}</script>
</${tag}>
`;
}
