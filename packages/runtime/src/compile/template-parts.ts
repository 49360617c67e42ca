/** The `${…}` of a text in Markdown or HTML. One that is not JavaScript spoils only its own place. */
import {diagnosticOf, offsetOf, placeAt} from "./diagnostic.ts";
import type {Diagnostic} from "./diagnostic.ts";
import {syntaxOfTemplate} from "./kit.ts";

export interface TemplatePart {
  /** Of the dollar. */
  readonly start: number;
  /** Behind the brace. */
  readonly end: number;
  /** Whether it waits for a promise. */
  readonly awaits: boolean;
  /** What is wrong with it; null when it is JavaScript. */
  readonly fault: Diagnostic | null;
}

/** So many braces are tried for the end of an expression, and so long texts. */
const tries = 50;
const longest = 20_000;
/** With more faults than these, a text is not what it is taken for. */
const mostFaults = 50;

/** Returns the parts in their order. Throws SyntaxError where there are too many faults. */
export function findParts(text: string): readonly TemplatePart[] {
  try {
    return partsOf(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return findEach(text, error);
  }
}

/** Returns the parts of a text without faults. Throws SyntaxError. */
function partsOf(text: string): readonly TemplatePart[] {
  const {quasis, expressions} = syntaxOfTemplate(text);
  return expressions.map((expression, index) => ({
    start: quasis[index]!.end,
    end: quasis[index + 1]!.start,
    awaits: awaits(expression),
    fault: null
  }));
}

/** Returns whether an expression waits by itself, not in a function of its own. */
function awaits(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(awaits);
  if (typeof node !== "object" || node === null) return false;
  const {type} = node as {readonly type?: unknown};
  if (type === "AwaitExpression") return true;
  if (typeof type === "string" && /Function/.test(type)) return false;
  return Object.values(node).some(awaits);
}

function findEach(text: string, error: SyntaxError): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let faults = 0;
  for (let at = nextOpening(text, 0); at !== null; at = nextOpening(text, parts.at(-1)!.end)) {
    const part = wholePart(text, at) ?? faultyPart(text, at);
    if (part.fault && ++faults > mostFaults) throw error;
    parts.push(part);
  }
  return parts;
}

/** Returns where the next `${` is that no backslash stands before. */
function nextOpening(text: string, from: number): number | null {
  for (let at = from; at < text.length - 1; at++) {
    if (text[at] === "\\") at++;
    else if (text.startsWith("${", at)) return at;
  }
  return null;
}

/** Returns the part that begins there, up to the first brace with which it is JavaScript. */
function wholePart(text: string, start: number): TemplatePart | null {
  let end = start;
  for (let count = 0; count < tries; count++) {
    end = text.indexOf("}", end) + 1;
    if (end === 0 || end - start > longest) return null;
    try {
      const [part] = partsOf(text.slice(start, end));
      return {...part!, start, end};
    } catch {
      // It ends at a later brace, or not at all.
    }
  }
  return null;
}

/** Returns a part that is not JavaScript: to the brace that goes with its first, or to the end of the line. */
function faultyPart(text: string, start: number): TemplatePart {
  const end = matchingBrace(text, start + 2) ?? endOfLine(text, start);
  const written = text.slice(start, end);
  try {
    partsOf(written);
  } catch (error) {
    const {message, place, from} = diagnosticOf(error, written, 0);
    const at = start + (place === null ? 0 : (from ?? offsetOf(written, place)));
    return {start, end, awaits: false, fault: {message, place: placeAt(text, at), from: at}};
  }
  // It was too long, or had too many braces, to be tried.
  const message = "an expression in a text is at most 20,000 characters long, with 50 braces";
  return {start, end, awaits: false, fault: {message, place: placeAt(text, start), from: start}};
}

function matchingBrace(text: string, from: number): number | null {
  const paragraph = text.slice(from).search(/\n[ \t]*\n/);
  const to = paragraph < 0 ? text.length : from + paragraph;
  let depth = 1;
  for (let at = from; at < to; at++) {
    if (text[at] === "{") depth++;
    if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return null;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** The end of what a message quotes. */
const most = 60;

/**
 * Returns the text with each part as a call of *tag*: `tag.part(() => (…))`, whose errors stay at its place, and
 * `tag.fault("…")` for what is not JavaScript. Lines stay where they are.
 */
export function withTagCalls(text: string, parts: readonly TemplatePart[], tag: string): string {
  let made = "";
  let done = 0;
  for (const {start, end, awaits: waits, fault} of parts) {
    made += text.slice(done, start);
    done = end;
    const written = text.slice(start, end);
    if (fault) {
      const quoted = written.length > most ? `${written.slice(0, most)}…` : written;
      const message = JSON.stringify(`${quoted} is not JavaScript: ${fault.message}`);
      made += `\${${tag}.fault(${message})${"\n".repeat(written.split("\n").length - 1)}}`;
    } else if (waits) made += written;
    else made += `\${${tag}.part(() => (${written.slice(2, -1)}))}`;
  }
  return made + text.slice(done);
}
