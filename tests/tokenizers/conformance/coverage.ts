/** Which files of the list use which component, option and value. */
import {cases, type Json} from "./list.ts";
import {sections} from "./schema.ts";

/** Files by component, and by component, option and value: "normalizer Strip", "normalizer Strip strip_left true". */
export const coverage = new Map<string, Set<string>>();

for (const {name, json} of cases) {
  for (const section of ["normalizer", "pre_tokenizer", "post_processor", "decoder"])
    for (const component of partsOf(json[section])) note(name, section, component);
  const model = json["model"] as Json;
  note(name, "model", {type: "BPE", ...model});
  for (const token of json["added_tokens"] as Json[])
    note(name, "added_tokens", {...token, type: "added token"});
  note(name, "sections", {...json, type: "file"});
}

/** Returns the components of a section; those of sequences too. */
function partsOf(value: unknown): Json[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).filter(Array.isArray).flat().flatMap(partsOf);
  return "type" in value ? [value as Json, ...inner] : inner;
}

function note(file: string, section: string, component: Json): void {
  const type = String(component["type"]);
  const add = (key: string): unknown =>
    (coverage.get(key) ?? coverage.set(key, new Set()).get(key)!).add(file);
  add(`${section} ${type}`);
  const options = sections[section]?.components[type] ?? {};
  for (const [option, values] of Object.entries(options))
    add(`${section} ${type} ${option} ${valueOf(component[option], option, values)}`);
}

/** Returns what a value is called in the table. */
function valueOf(value: unknown, option: string, values: readonly string[]): string {
  if (value === undefined) return "absent";
  if (value === null) return "null";
  if (option === "pattern") return Object.keys(value)[0]!;
  if (option === "merges") return typeof (value as unknown[])[0] === "string" ? "texts" : "pairs";
  const written = typeof value === "string" ? value : JSON.stringify(value);
  if (values.includes(written)) return written;
  if (values.includes(typeof value)) return typeof value;
  return typeof value === "string" && values.includes("text") ? "text" : "given";
}
