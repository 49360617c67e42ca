/** Text of MyST Markdown outside of directives: roles, targets, comments. */
import {linesOf, outsideCode} from "../text-parts.ts";
import {labelOf} from "./directives.ts";
import type {Tell} from "./read-markdown.ts";

type Role = (content: string) => string;

/** `text <target>`, or a target alone. */
function linkOf(content: string): readonly [text: string | null, target: string] {
  const [, text, target] = /^([^<>]*?)[ \t]*<([^<>]+)>$/.exec(content) ?? [];
  return target === undefined ? [null, content.trim()] : [text!, target.trim()];
}

const reference: Role = (content) => {
  const [text, target] = linkOf(content);
  const kind = /^(fig|tbl|eq)[-:]/.exec(target)?.[1];
  if (text !== null) return `[${text}](#${kind ? labelOf(target, kind) : target})`;
  return kind ? `@${labelOf(target, kind)}` : `[${target}](#${target})`;
};

const cite: Role = (content) =>
  `[${content
    .split(",")
    .map((key) => `@${key.trim()}`)
    .join("; ")}]`;

const inText: Role = (content) =>
  content
    .split(",")
    .map((key) => `@${key.trim()}`)
    .join(", ");

/** One row a role. */
const roles: Readonly<Record<string, Role>> = {
  math: (content) => `$${content.trim()}$`,
  cite,
  "cite:p": cite,
  "cite:t": inText,
  citet: inText,
  citep: cite,
  ref: reference,
  numref: (content) => {
    const [text, target] = linkOf(content);
    const kind = /^(fig|tbl|eq)[-:]/.exec(target)?.[1] ?? "fig";
    return text === null ? `@${labelOf(target, kind)}` : `[${text}](#${labelOf(target, kind)})`;
  },
  eq: (content) => `@${labelOf(content, "eq")}`,
  doc: (content) => {
    const [text, target] = linkOf(content);
    return `[${text ?? target}](${target})`;
  },
  sub: (content) => `<sub>${content}</sub>`,
  sup: (content) => `<sup>${content}</sup>`,
  kbd: (content) => `<kbd>${content}</kbd>`,
  term: (content) => `*${linkOf(content)[0] ?? content}*`,
  abbr: (content) => content
};

const role = /\{([a-z][\w:-]*)\}(?<!`)(`{1,2})(?!`)([^`\n]{1,500})\2(?!`)/g;
const substitution = /\{\{[ \t]*[\w-]+[ \t]*\}\}/g;

/** Returns the text in our Markdown, without changes to formulas and values. */
export function mystProse(text: string, first = 1, tell: Tell = () => undefined): string {
  const lineOf = linesOf(text, first);
  const lineOfRole = linesOf(text, first);
  for (const match of text.matchAll(substitution))
    tell(
      lineOf(match.index),
      `${match[0].slice(0, 60)} is kept as text: values of MyST are not known here`
    );
  const written = text.replace(role, (whole, name: string, _marks, content: string, at: number) => {
    if (Object.hasOwn(roles, name)) return roles[name]!(content);
    tell(lineOfRole(at), `the role {${name.slice(0, 40)}} is kept as text: it is not known here`);
    return whole;
  });
  return outsideCode(targets(written), (stretch) =>
    stretch
      // A comment, up to the end of its line.
      .replace(
        /^%[ \t]?([^\n]*)$/gm,
        (_, comment: string) => `<!-- ${comment.replaceAll("--", "–")} -->`
      )
      // What separates blocks is nothing to be seen.
      .replace(/^\+\+\+[^\n]*$/gm, "")
  );
}

/** `(label)=` is the name of the heading, or of the place, that follows. */
const targets = (text: string): string =>
  text.replace(
    /^\(([\w:-]{1,100})\)=[ \t]*\n(?:[ \t]*\n)?(?:(#{1,6}[ \t][^\n]*))?/gm,
    (_, label: string, heading: string | undefined) =>
      heading === undefined ? `<a id="${label}"></a>\n\n` : `${heading.trimEnd()} {#${label}}`
  );
