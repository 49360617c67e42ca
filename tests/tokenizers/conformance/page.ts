/** docs/tokenizers.md, written from what the list shows. */
import type {Difference} from "./compare.ts";
import {coverage} from "./coverage.ts";
import {known, unicode} from "./known.ts";
import {cases, texts} from "./list.ts";
import {refusals} from "./refusals.ts";
import {sections} from "./schema.ts";

/** Returns the page, of the differences that were found. */
export function pageOf(differences: readonly Difference[]): string {
  const tables = Object.entries(sections).map(([section, {title, components}]) =>
    [
      `## ${title}`,
      "",
      "| component | option | values: files that have them | ids, offsets and decoded text |",
      "| --- | --- | --- | --- |",
      ...Object.entries(components).flatMap(([type, options]) =>
        rowsOf(section, type, options, differences)
      )
    ].join("\n")
  );
  const refused = refusals.map(({what, message}) => `| ${what} | ${message} |`);
  const listed = known.map(
    ({file, texts: names, reason}) => `| ${file} | ${names.join(", ")} | ${reason} |`
  );
  return `${[
    "# Tokenizers",
    `Ecco reads \`tokenizer.json\` itself. What it makes of it is held against the Rust library [tokenizers](https://github.com/huggingface/tokenizers) (0.23.3, through its Python package): ${texts.length} texts of all scripts and of the odd kinds, each read by ${cases.length} small tokenizer files, put together as those of published families are and one for each option. Ids, the range of each token in the text, with and without the tokens put around it, and the text that the ids decode to must be the same. The list is committed ([tests/tokenizers/conformance](../tests/tokenizers/conformance)), [make.py](../tests/tokenizers/conformance/make.py) writes it, and [a test](../tests/tokenizers/conformance.test.ts) reads it at every check and writes this page.`,
    "“Equal on 100” means 100 readings, each of one text by one file that has this option; “given” is any value. What is refused names the component and what can be done.",
    ...tables,
    "## Refused\n\nWhere a file asks for one of these, it is not opened; ids of tokens can still be given in the place of texts.",
    ["| what | message |", "| --- | --- |", ...refused].join("\n"),
    `## Known differences\n\nPatterns ask what kind a character is: regular expressions of the reference know Unicode ${unicode.reference}, those of browsers and Node the version that came with them. A character which one of them does not know yet may be cut otherwise; listed is what differs at Unicode ${unicode.listed}.`,
    ["| file | text | reason |", "| --- | --- | --- |", ...listed].join("\n"),
    "## Not held against it\n\n- Lone halves of surrogate pairs, which Python's texts cannot have: they are read as U+FFFD.\n- `truncation` and `padding`: they are for batches and are not applied; a model that reads fewer tokens than a text has says so.\n- Files and texts where the reference itself fails inside (a panic): a regular expression that matches nothing as a normalizer's pattern, and added tokens of which the normalizer leaves nothing.\n- A special token whose name the normalizer changes (`<s>` that is `normalized`, in Llama's older files): the reference forgets that it is special and shows it in decoded texts; here it is left out as other special ones are."
  ].join("\n\n")}\n`;
}

function rowsOf(
  section: string,
  type: string,
  options: Readonly<Record<string, readonly string[]>>,
  differences: readonly Difference[]
): string[] {
  const row = (option: string, values: string, files: ReadonlySet<string>): string =>
    `| ${type} | ${option} | ${values} | ${resultOf(files, differences)} |`;
  const names = Object.entries(options);
  if (names.length === 0)
    return [row("", `${filesOf(section, type).size}`, filesOf(section, type))];
  return names.map(([option, values]) => {
    const used = (values.length > 0 ? values : ["given"]).map((value) => ({
      value,
      files: filesOf(section, type, option, value)
    }));
    const all = new Set(used.flatMap(({files}) => [...files]));
    const shown = used.map(({value, files}) => `${value} ${files.size}`).join(", ");
    return row(`\`${option}\``, shown, all);
  });
}

/** Returns the files with a component, option and value; there is at least one. */
function filesOf(...key: string[]): ReadonlySet<string> {
  const found = coverage.get(key.join(" "));
  if (!found) throw new Error(`no file of the list has ${key.join(" ")}`);
  return found;
}

function resultOf(files: ReadonlySet<string>, differences: readonly Difference[]): string {
  const readings = cases
    .filter(({name}) => files.has(name))
    .reduce((sum, {rows}) => sum + rows.filter((row) => row !== 0).length, 0);
  const other = differences.filter(({file}) => files.has(file)).length;
  return other === 0 ? `equal on ${readings}` : `${other} of ${readings} differ`;
}
