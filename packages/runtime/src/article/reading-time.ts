/** How long an article takes to read. */

/** Words a minute; a character of Chinese or Japanese is about half a word. */
const pace = 230;
const units =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]|(?:(?![\p{scx=Han}\p{scx=Hira}\p{scx=Kana}])[\p{L}\p{N}'’-])+/gu;
const wide = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]$/u;

/** Returns how many words a text has. */
export function wordsIn(text: string): number {
  let count = 0;
  for (const [unit] of text.matchAll(units)) count += wide.test(unit) ? 0.5 : 1;
  return count;
}

export const minutesFor = (words: number): number => Math.max(1, Math.round(words / pace));

/** Returns the words of what an output has to read: paragraphs, lists, headings and captions. */
export function readingWords(output: Element): number {
  let count = 0;
  for (const each of output.querySelectorAll("p, li, dd, dt, h1, h2, h3, h4, figcaption, td"))
    if (!each.querySelector("p, li, dd")) count += wordsIn(each.textContent);
  return count;
}
