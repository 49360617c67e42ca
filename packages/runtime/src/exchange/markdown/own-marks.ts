/** What marks cells in Markdown that was written from a notebook: the words of a fence, and of a comment. */
import {decodeEntities} from "../../document/entities.ts";

export type Marks = Readonly<Record<string, string>>;

/** Under this key of the front matter such a file says what it is. */
export const ownKey = "ecco: notebook";

/** A title that the front matter of the first cell does not say. */
export const titleKey = "ecco-title: ";

/** Returns the words of a cell: `#3 hidden output="a"`. */
export const writeMarks = (marks: Marks): string =>
  Object.entries(marks)
    .map(([name, value]) => (value === "" ? name : `${name}="${encode(value)}"`))
    .join(" ");

/** What would end the quotation, the fence or the comment is written as a number. */
const encode = (value: string): string =>
  value.replace(/["&`<>\n\r{}-]/g, (char) => `&#${char.charCodeAt(0)};`);

/** Returns whether a name can be written as a word. */
export const isWord = (name: string): boolean => /^[a-z][a-z0-9_:.-]*$/.test(name);

const fenceMarks = /^([\w+#.-]+) \{\.cell((?: [^\n]*)?)\}$/;
const commentMarks = /^<!-- cell((?: [^\n]*)?) -->$/;

/** Returns the language and the words of a fence that is a cell; null for another one. */
export function cellFence(info: string): {readonly language: string; readonly marks: Marks} | null {
  const [, language, words] = fenceMarks.exec(info) ?? [];
  return language === undefined ? null : {language, marks: readMarks(words!)};
}

/** Returns the words of a line that begins a cell of Markdown; null for another line. */
export function cellComment(line: string): Marks | null {
  const words = commentMarks.exec(line)?.[1];
  return words === undefined ? null : readMarks(words);
}

const readMarks = (words: string): Marks =>
  Object.fromEntries(
    [...words.matchAll(/([a-z][a-z0-9_:.-]*)(?:="([^"]*)")?/g)].map(([, name, value = ""]) => [
      name!,
      decodeEntities(value)
    ])
  );
