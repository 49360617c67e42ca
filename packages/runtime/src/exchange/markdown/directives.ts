/** The directives of MyST that have a place here: one row a name. */
import {calloutOf, isCallout} from "./callout-names.ts";

export interface Directive {
  /** What stands behind the name. */
  readonly argument: string;
  readonly options: ReadonlyMap<string, string>;
  readonly body: string;
  /** Returns the body in our Markdown. */
  inside(): string;
  /** Returns a text without directives and values in our Markdown. */
  fromPlain(text: string): string;
}

type Write = (directive: Directive) => string;

const callout =
  (name: string): Write =>
  ({argument, options, inside}) => {
    const kind = options.get("class")?.split(/\s+/).find(isCallout) ?? name;
    const known = calloutOf(kind);
    const title = argument || (kind === "seealso" ? "See also" : "");
    const type = options.get("class")?.includes("dropdown") ? "details" : known;
    return container(`${type}${title ? ` ${title}` : ""}`, inside());
  };

/** A container has more colons than those within it. */
function container(name: string, inside: string): string {
  const most = [...inside.matchAll(/^ {0,3}(:{3,})/gm)].reduce(
    (length, [, marks]) => Math.max(length, marks!.length + 1),
    3
  );
  const marks = ":".repeat(most);
  return `${marks} ${name}\n${inside.trim()}\n${marks}`;
}

const figure: Write = ({argument, options, inside}) => {
  const caption = inside()
    .trim()
    .replace(/\s*\n\s*/g, " ");
  const alt = caption || (options.get("alt") ?? "");
  return `![${alt}](${addressOf(argument)})${attributes(options, "fig")}`;
};

const addressOf = (text: string): string => (/[\s()]/.test(text) ? `<${text}>` : text);

/** Returns a name, a width and classes in braces; empty without any. */
function attributes(options: ReadonlyMap<string, string>, kind: string): string {
  const name = options.get("name") ?? options.get("label");
  const width = /^[\w.%]+$/.exec(options.get("width") ?? "")?.[0];
  const all = [...(name ? [`#${labelOf(name, kind)}`] : []), ...(width ? [`width=${width}`] : [])];
  return all.length > 0 ? `{${all.join(" ")}}` : "";
}

/** Returns a label as ours are: `fig-waves`, `fig:waves` and `waves` are `fig:waves`. */
export const labelOf = (name: string, kind: string): string =>
  `${kind}:${name
    .trim()
    .replace(new RegExp(`^${kind}[-:]`), "")
    .replace(/[^\w:.-]+/g, "-")}`;

const code: Write = ({argument, body, fromPlain}) =>
  fromPlain(`\`\`\`${argument}\n${body}\n\`\`\``);

export const directives: Readonly<Record<string, Write>> = {
  ...Object.fromEntries(
    [
      "note",
      "tip",
      "important",
      "warning",
      "caution",
      "hint",
      "attention",
      "danger",
      "error",
      "seealso",
      "admonition"
    ].map((name) => [name, callout(name === "admonition" ? "note" : name)])
  ),
  dropdown: ({argument, inside}) => container(`details ${argument || "Details"}`, inside()),
  margin: ({inside}) => container("{.margin}", inside()),
  math: ({argument, options, body, fromPlain}) => {
    const label = options.get("label") ?? options.get("name");
    const formula = [argument, body]
      .filter((part) => part.trim())
      .join("\n")
      .trim();
    return fromPlain(`$$\n${formula}\n$$${label ? ` {#${labelOf(label, "eq")}}` : ""}`);
  },
  bibliography: () => "::: bibliography\n:::",
  contents: () => "[[toc]]",
  tableofcontents: () => "[[toc]]",
  figure,
  image: ({argument, options}) =>
    `![${options.get("alt") ?? ""}](${addressOf(argument)})${attributes(options, "fig")}`,
  "code-block": code,
  code,
  sourcecode: code
};

/** Returns the `:key: value` lines, or the `---` block, at the beginning of a directive, and what follows. */
export function splitOptions(text: string): {
  readonly options: readonly (readonly [key: string, value: string])[];
  readonly body: string;
} {
  const lines = text.split("\n");
  const isBlock = lines[0]?.trim() === "---";
  const pattern = isBlock ? /^([\w-]+):[ \t]*([^\n]*)$/ : /^:([\w-]+):[ \t]*([^\n]*)$/;
  const options: (readonly [string, string])[] = [];
  let at = isBlock ? 1 : 0;
  for (; at < lines.length; at++) {
    const [, key, value = ""] = pattern.exec(lines[at]!) ?? [];
    if (key === undefined) break;
    options.push([key, value.trim()]);
  }
  // Other YAML than plain lines stays what it is.
  if (isBlock && lines[at]?.trim() !== "---") return {options: [], body: text};
  if (isBlock) at++;
  if (options.length > 0 && lines[at]?.trim() === "") at++;
  return {options, body: lines.slice(at).join("\n")};
}
