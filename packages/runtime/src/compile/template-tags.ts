/** Has texts use the library's own tag, whatever a cell of the notebook calls `md`, `htl`, `tex` or `dot`. */
import type {TemplateMode, Transpiled} from "./kit.ts";

export type TaggedMode = Exclude<TemplateMode, "sql">;

/** Names of those tags among what cells read; no cell can define them, for they are no identifiers. */
export const templateTags: Readonly<Record<TaggedMode, string>> = {
  md: "tag of Markdown cells",
  html: "tag of HTML cells",
  tex: "tag of TeX cells",
  dot: "tag of DOT cells"
};

/** What notebook-kit writes before the text, and the name of it that it reads. */
const upstream: Readonly<Record<TaggedMode, {readonly tag: string; readonly input: string}>> = {
  md: {tag: "md", input: "md"},
  html: {tag: "htl.html", input: "htl"},
  tex: {tag: "tex.block", input: "tex"},
  dot: {tag: "dot", input: "dot"}
};

const head = /^(async )?\([^)]*\) => \{\nreturn \(\n/;

/** Returns a name for the tag that stands nowhere in the text. */
export function ownName(text: string): string {
  let own = "$tag";
  while (text.includes(own)) own += "$";
  return own;
}

/**
 * Returns a transpiled template that reads our tag under the name *own*. *reads* says whether an expression of the text
 * reads a name itself: it then goes on to mean what the notebook means by it.
 */
export function withOwnTag(
  transpiled: Transpiled,
  mode: TaggedMode,
  own: string,
  reads: (name: string) => boolean
): Transpiled {
  const {body, inputs} = transpiled;
  const {tag, input} = upstream[mode];
  const start = head.exec(body);
  if (!start || !body.startsWith(`${tag}\``, start[0].length)) return transpiled;
  const others = inputs.filter((name) => name !== own && (name !== input || reads(name)));
  const rest = body.slice(start[0].length + tag.length);
  return {
    ...transpiled,
    inputs: [templateTags[mode], ...others],
    body: `${start[1] ?? ""}(${[own, ...others].join(",")}) => {\nreturn (\n${own}${rest}`
  };
}
