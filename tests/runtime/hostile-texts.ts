/** Texts that a reader with a loop in a loop never gets through, and what has to be known of each. */

const times = (piece: string, count = 200_000): string => piece.repeat(count);
const book = (inside: string): string => `<!doctype html><notebook>${inside}`;
const cell = '<script id="1" type="module">1</script>';
/** Bytes of the largest notebooks; a tenth of it is enough to see most loops. */
const most = 20_000_000;
const many = most / 10;

/** What is found: the number of cells, or words of the error. */
export const texts: Readonly<
  Record<string, () => readonly [text: string, found: number | string]>
> = {
  "tags that do not end": () => [book(times("<a ")), 0],
  "tags that do not end, before the notebook": () => [times("<a "), "without <notebook>"],
  "tags that do not end, and a cell in them": () => [book(times("<a ") + cell), 0],
  "end tags that do not end": () => [book(times("</a ")), 0],
  "notebooks in notebooks": () => [book(times("<notebook>")), 0],
  "notebooks that do not end": () => [book(times("<notebook ")), 0],
  "scripts whose end tags do not end": () => [
    book(`<script>${times("</script ")}`),
    "got <script>"
  ],
  "a script that is not ended by what looks like it": () => [
    book(`<script>${times("</scripts>")}`),
    "got <script>"
  ],
  "styles whose end tags do not end": () => [book(`<style>${times("</style ")}`), "got <style>"],
  titles: () => [book(times("<title></title>")), 0],
  "titles after many cells": () => [
    book(times(cell, 30_000) + times("<title></title>", 100_000)),
    30_000
  ],
  "pictures in pictures": () => [book(times("<svg>") + cell), 1],
  "pictures that do not end, with an end for half of them": () => [
    book(times("<svg>", 200_000) + times("</svg>", 100_000) + cell),
    1
  ],
  "pictures in pictures, all ended": () => [
    book(times("<svg>", 100_000) + cell + times("</svg>", 100_000) + cell),
    1
  ],
  "ends of pictures": () => [book(times("</svg>") + cell), 1],
  "pictures whose tags do not end": () => [book(times("<svg ")), 0],
  "templates in templates": () => [book(times("<template>") + cell), 1],
  "formulas, pictures and templates in each other": () => [
    book(times("<math><svg><template>", 100_000) + cell),
    1
  ],
  "elements in elements": () => [
    book(times("<div>", 100_000) + cell + times("</div>", 100_000)),
    1
  ],
  "a comment that does not end": () => [book(times("<!--")), 0],
  comments: () => [book(times("<!-->") + cell), 1],
  "comments with ends that are none": () => [book(`<!--${times("--!")}`), 0],
  "declarations that do not end": () => [book(times("<!x ")), 0],
  "instructions that do not end": () => [book(times("<?x ")), 0],
  "strange end tags": () => [book(times("</ ")), 0],
  "signs that begin no tag": () => [book(times("<") + cell), 1],
  "a name without end": () => [book(`<${times("a")}`), 0],
  attributes: () => [book(`<a${times(" b")}>${cell}`), 1],
  "attributes, all different": () => [
    book(`<a ${Array.from({length: 100_000}, (_, i) => `b${i}`).join(" ")}>${cell}`),
    1
  ],
  "attributes of a cell, all different": () => [
    book(`<script ${Array.from({length: 100_000}, (_, i) => `b${i}=1`).join(" ")}></script>`),
    1
  ],
  "attributes without end": () => [book(`<a${times(" b=c")}`), 0],
  "equals signs": () => [book(`<a ${times("=")}>${cell}`), 1],
  "slashes and spaces in a tag": () => [
    book(`<a${times(" ", 500_000)}/${times(" ", 500_000)}/>${cell}`),
    1
  ],
  "slashes in a tag": () => [book(`<a${times("/ ")}>${cell}`), 1],
  "a quote without end": () => [book(`<a b="${times("c ")}`), 0],
  "a quote without end, and a cell in it": () => [
    book(`<a b="${times("c> ")}<script>1</script>`),
    "got <a in line 1, expected >"
  ],
  "quotes without end": () => [book(times("<a b='\"")), 0],
  "quotes of both kinds": () => [book(times("<a b=' c=\" ")), 0],
  "a name, spaces, no value": () => [book(`<a b${times(" ")}>${cell}`), 1],
  "names with spaces before what is no value": () => [
    book(`<a${times(" b  ", 100_000)}>${cell}`),
    1
  ],
  "signs of entities": () => [book(`<title>${times("&")}</title>${cell}`), 1],
  "entities without end": () => [book(`<title>${times("&amp")}</title>${cell}`), 1],
  "an entity of one name without end": () => [book(`<title>&${times("a")}</title>${cell}`), 1],
  "an entity of digits": () => [book(`<title>&#${times("9")};</title>${cell}`), 1],
  "entities of hexadecimal digits without end": () => [
    book(`<title>${times("&#xf")}</title>${cell}`),
    1
  ],
  "entities in attributes": () => [book(`<a b="${times("&#x")}">${cell}`), 1],
  "more cells than a call has arguments": () => [book(times(cell, 150_000)), 150_000],
  "a cell pinned again and again": () => [book(`<script${times(" pinned")}>1</script>`), 1],
  "cells of one number, many of them": () => [
    book(times('<script id="7">', 1) + times("</script><script id=7>", 100_000) + "</script>"),
    100_001
  ],
  "empty lines": () => [book(`<script>${times("\n", many)}</script>`), 1],
  "empty lines of Windows": () => [book(`<script>${times("\r\n", many / 2)}</script>`), 1],
  indentation: () => [book(`<script>\n${times("    ", many / 4)}x</script>`), 1],
  "lines that are indented": () => [book(`<script>${times("\n    x", many / 6)}</script>`), 1],
  "backslashes before what could end a script": () => [
    book(`<script><${times("\\", 5_000_000)}/script></script>`),
    1
  ],
  "ends of scripts that are taken apart": () => [
    book(`<script>${times("<\\/script>")}</script>`),
    1
  ],
  "white space between cells": () => [book(times(" ", most) + cell), 1],
  emoji: () => [book(`<script>\n    ${times("😀", most / 4)}\n</script>`), 1],
  Chinese: () => [book(`<script>\n    ${times("好", most / 3)}\n</script>`), 1],
  text: () => [book(`${times("lorem ipsum ", most / 12)}${cell}`), 1]
};
