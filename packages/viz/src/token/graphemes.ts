/** What a reader takes for one character: an emoji of several code points, a letter with its marks. */
const segmenter = new Intl.Segmenter(undefined, {granularity: "grapheme"});

/** Returns the characters of a text, as a reader counts them. */
export function graphemes(text: string): readonly string[] {
  // Nearly every token; a line end of two is one character.
  if (/^[\x20-\x7e]*$/.test(text)) return text.split("");
  return Array.from(segmenter.segment(text), ({segment}) => segment);
}
