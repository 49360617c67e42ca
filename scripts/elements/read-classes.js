/** Reads what an element is from its source: its comment, properties, attributes, events, parts. */
import {readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {root} from "../node.js";

const viz = join(root, "packages", "viz", "src");
const cells = join(root, "packages", "cells", "src");

/** Returns a doc comment as text and tags: `@event name - words` becomes {tag, name, text}. */
function readComment(comment) {
  const text = comment
    .replace(/^\s*\/\*\*|\*\/\s*$/g, "")
    .replaceAll(/^[ \t]*\* ?/gm, "")
    .trim();
  const [words, ...rest] = text.split(/^@(?=\w)/m);
  const tags = rest.map((part) => {
    const [, tag, name, said] = /^(\w+)\s+(\S+)(?:\s+-\s+)?([\s\S]*)$/.exec(part) ?? [];
    return {tag, name, text: oneLine(said ?? "")};
  });
  return {text: oneLine(words), tags};
}

const oneLine = (text) => text.replaceAll(/\s+/g, " ").trim();

/** Returns where each imported name of a module comes from. */
function importsOf(text, file) {
  const paths = new Map();
  for (const [, names, from] of text.matchAll(/^import (?:type )?\{([^}]+)\} from "([^"]+)";/gm)) {
    const path = from.startsWith(".") ? join(dirname(file), from) : from;
    for (const name of names.split(",")) paths.set(name.trim().replace(/^type /, ""), path);
  }
  return paths;
}

/** Returns a registration's table: tag → {name, file}. */
export function readTable(file) {
  const text = readFileSync(file, "utf8");
  const imports = importsOf(text, file);
  return new Map(
    [...text.matchAll(/^ {2}"(ecco-[\w-]+)": (\w+),?$/gm)].map(([, tag, name]) => [
      tag,
      {name, file: imports.get(name)}
    ])
  );
}

/** Returns the text between the bracket at *start* and the one that closes it. */
function bracketed(text, start) {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if ("{[(".includes(text[at])) depth++;
    else if ("}])".includes(text[at]) && --depth === 0) return text.slice(start + 1, at);
  }
  throw new Error(`no end of ${text.slice(start, start + 40)}`);
}

/** Returns the entries of an object literal, `name: {…}` by name, with what it spreads. */
function readProperties(text) {
  const own = new Map();
  const spread = [...text.matchAll(/\.\.\.([\w.]+)/g)].map(([, name]) => name);
  for (const {index, 1: name} of text.matchAll(/(?:^|[\s,{])(\w+): \{/g)) {
    const options = bracketed(text, text.indexOf("{", index + name.length + 1));
    // Nobody's business outside.
    if (/state: true/.test(options)) continue;
    own.set(name, {
      attribute: /attribute: false/.test(options)
        ? null
        : (/attribute: "([^"]+)"/.exec(options)?.[1] ?? name.toLowerCase())
    });
  }
  // Options that several views share stand in a constant.
  for (const [, name] of text.matchAll(/(?:^|[\s,{])(\w+): \w+Property\b/g))
    own.set(name, {attribute: name.toLowerCase()});
  return {own, spread};
}

/** Returns a class of a module: everything a page can see of it. */
function readClass(file, name) {
  const text = readFileSync(file, "utf8");
  const imports = importsOf(text, file);
  const head = new RegExp(
    `(/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/\\s*)?export (?:abstract )?class ${name}(?:<[^>]*>)? extends (\\w+)(?:<([^{]*)>)?[^{]*`
  ).exec(text);
  if (!head) throw new Error(`${file}: no class ${name}`);
  const body = bracketed(text, head.index + head[0].length);
  const at = /static override properties(?:: \w+)? = \{/.exec(body);
  const {own, spread} = at
    ? readProperties(bracketed(body, at.index + at[0].length - 1))
    : {own: new Map(), spread: []};
  return {
    name,
    file,
    parent: head[2],
    /** What stands for D and V of a view. */
    given: (head[3] ?? "").split(/,(?![^<]*>)/).map((type) => type.trim()),
    imports,
    ...readComment(head[1] ?? ""),
    properties: own,
    spread,
    members: readMembers(body)
  };
}

/** Returns documented fields, accessors and methods, and what the constructor sets. */
function readMembers(body) {
  const defaults = new Map();
  const start = /^ {2}constructor\(\) \{/m.exec(body);
  const made = start ? bracketed(body, start.index + start[0].length - 1) : "";
  for (const [, names, value] of made.matchAll(/((?:this\.\w+ = )+)([^;=]+);/g))
    for (const [, name] of names.matchAll(/this\.(\w+)/g)) defaults.set(name, oneLine(value));
  const members = new Map();
  const comment = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*)?/.source;
  const fields = new RegExp(`${comment}^ {2}declare (?:readonly )?(\\w+): ([^;]+);`, "gm");
  for (const [, said, name, type] of body.matchAll(fields))
    members.set(name, {kind: "field", type: oneLine(type), text: readComment(said ?? "").text});
  const methods = new RegExp(
    `(/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/\\s*)^ {2}(?:async )?(to[A-Z]\\w*|choose)\\(([^)]*)\\): ([^{]+) \\{`,
    "gm"
  );
  for (const [, said, name, parameters, type] of body.matchAll(methods))
    members.set(name, {
      kind: "method",
      parameters: oneLine(parameters),
      type: oneLine(type),
      text: readComment(said).text
    });
  const accessors = new RegExp(
    `(/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/\\s*)^ {2}get (\\w+)\\(\\): ([^{]+) \\{`,
    "gm"
  );
  for (const [, said, name, type] of body.matchAll(accessors))
    members.set(name, {kind: "field", type: oneLine(type), text: readComment(said).text});
  return {members, defaults};
}

/** Returns a class with all it extends, the root first. */
function chainOf(file, name) {
  const found = readClass(file, name);
  if (["LitElement", "HTMLElement"].includes(found.parent)) return [found];
  const from = found.imports.get(found.parent) ?? file;
  const path = from === "@ecco/viz" ? vizFile(found.parent) : from;
  return [...chainOf(path, found.parent), found];
}

const pure = readTable(join(viz, "define.ts"));
const index = readFileSync(join(viz, "index.ts"), "utf8");
/** Returns the module of a class that the views' package gives out. */
function vizFile(name) {
  const found = [...index.matchAll(/^export \{([^}]+)\} from "([^"]+)";/gm)].find(([, names]) =>
    names.split(",").some((each) => each.trim() === name)
  );
  if (!found) throw new Error(`${name} is given out by no line of ${join(viz, "index.ts")}`);
  return join(viz, found[2]);
}

/** What `...name` in a class's properties stands for: a table of options in a module, with what that spreads itself. */
function spreadTable({imports}, name) {
  const file = imports.get(name);
  if (!file || name.includes(".")) return [];
  const text = readFileSync(file, "utf8");
  const at = new RegExp(`${name}(?:: \\w+)? = \\{`).exec(text);
  if (!at) return [];
  const {own, spread} = readProperties(bracketed(text, at.index + at[0].length - 1));
  const inner = {imports: importsOf(text, file)};
  return [...spread.flatMap((each) => spreadTable(inner, each)), ...own];
}

/** The script that registers each table of connected elements. */
const scripts = {
  "elements.ts": "ecco.js",
  "elements/views.ts": "ecco.js",
  "guided-elements.ts": "guided.js"
};

/** Returns every element by its tag, as a page sees it with its script: a list of {tag, script, live, …}, sorted. */
export function readElements() {
  const live = new Map(
    Object.entries(scripts).flatMap(([file, script]) =>
      [...readTable(join(cells, file))].map(([tag, found]) => [tag, {...found, script}])
    )
  );
  const tags = [...new Set([...live.keys(), ...pure.keys()])].toSorted();
  return tags.map((tag) => {
    const {name, file, script = "ecco.js"} = live.get(tag) ?? pure.get(tag);
    const chain = chainOf(file, name);
    return {tag, name, script, live: live.has(tag), drawn: pure.has(tag), ...merged(chain)};
  });
}

function merged(chain) {
  const properties = new Map();
  const members = new Map();
  const defaults = new Map();
  const tags = [];
  for (const found of chain) {
    for (const spread of found.spread)
      for (const [name, options] of spreadTable(found, spread)) properties.set(name, options);
    for (const [name, options] of found.properties) properties.set(name, options);
    for (const [name, member] of found.members.members)
      members.set(name, {...member, text: member.text || members.get(name)?.text || ""});
    for (const [name, value] of found.members.defaults) defaults.set(name, value);
    for (const tag of found.tags)
      if (!tags.some((each) => each.tag === tag.tag && each.name === tag.name)) tags.push(tag);
  }
  const own = chain.at(-1);
  const [D, V] = chain.find(({parent}) => parent === "View")?.given ?? [];
  const concrete = (type) =>
    V === undefined ? type : type.replace(/^D(?= \|)/, D).replace(/^V(?= \|)/, V);
  return {
    text: own.text || chain.at(-2)?.text || "",
    fields: [...properties].map(([name, {attribute}]) => {
      const {type = commonTypes[name] ?? "boolean", text = ""} = members.get(name) ?? {};
      return {
        name,
        attribute,
        type: concrete(type),
        text: text || common[name] || "",
        default: plain(defaults.get(name))
      };
    }),
    methods: [...members]
      .filter(([, {kind}]) => kind === "method")
      .map(([name, member]) => ({name, ...member})),
    events: tags.filter(({tag}) => tag === "event"),
    parts: tags.filter(({tag}) => tag === "csspart"),
    css: tags.filter(({tag}) => tag === "cssproperty")
  };
}

/** A default worth telling: a value, not what it is made of. */
const plain = (value) =>
  value && /^("[^"]*"|-?[\d.]+|true|false|null|\[.*\])$/.test(value) ? value : undefined;

/** Types of what no class declares, switches aside. */
const commonTypes = {
  system: "string | undefined",
  messages: "readonly Message[] | undefined"
};

/** What connected views have, said once. */
const common = {
  model:
    "A model of its own: a name, an address or a notebook's handle; the surrounding `<ecco-model>` without it.",
  backend: "auto (default), webgpu, onnx or reference.",
  prompt:
    "What is explained: a text, or a conversation (`{messages: [{role, content}, …], continue?}`, as an attribute its JSON); the surrounding `<ecco-model>`'s without it. Of a trace: which of its results.",
  chat: "Whether the prompt's text is what the user says in a conversation.",
  system: "What the model is told before anybody speaks; makes the prompt a conversation.",
  messages: "What was said before the prompt: `[{role, content}, …]`, as an attribute its JSON.",
  continue: "Whether the last message is an answer that is begun: the model goes on in it.",
  literal: "Whether control tokens in what is said are taken as the text they are written with.",
  src: "The address of a recorded result or trace, drawn without a model.",
  lazy: "Asks the reader before a model of its own comes, whatever it weighs.",
  autoload: "Loads a model of its own without asking, also a large one or one of another host.",
  shownPrompt: "The prompt that the picture belongs to."
};
