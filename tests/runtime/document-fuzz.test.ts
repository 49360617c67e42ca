/** Notebooks meet what anybody may have written: what is read is written again byte by byte, and merges keep every cell's text. */
import {
  mergeNotebooks,
  NotebookError,
  readNotebook,
  writeNotebook
} from "../../packages/runtime/src/document/index.ts";
import {fuzz} from "../fuzz.ts";
import type {Random} from "../fuzz.ts";

const pieces = [
  "<!doctype html>\n",
  "<notebook>",
  '<notebook theme="air">',
  "</notebook>",
  "<title>a</title>",
  "<title>",
  '<script id="1" type="module">',
  '<script id="1" type="text/markdown" pinned="">',
  '<script type="text/html">',
  "</script>",
  "</script >",
  "<\\/script>",
  "<!--",
  "-->",
  "<![CDATA[",
  "<svg>",
  "<template>",
  "<a ",
  'x="1" ',
  "x='",
  "&lt;&amp;&#0;",
  "\r\n",
  "\n",
  "  ",
  "1 + 1",
  "日本🎉\ud800",
  "\0",
  "__proto__"
];
const text = (random: Random): string =>
  Array.from({length: 1 + random.below(14)}, () => random.one(pieces)).join("");

fuzz({
  name: "notebooks",
  cases: 4000,
  make: (random) => {
    const framed = (inner: string): string =>
      `<!doctype html>\n<notebook>\n${inner}\n</notebook>\n`;
    const one = random.chance(0.7) ? framed(text(random)) : text(random);
    const base = random.chance(0.5) ? one : framed(text(random));
    return {base, one, two: random.chance(0.5) ? framed(text(random)) : one + text(random)};
  },
  read: ({base, one, two}) => {
    const a = readNotebook(one);
    if (writeNotebook(a) !== one) throw new TypeError("what was read is not what is written");
    const {notebook} = mergeNotebooks(readNotebook(base), a, readNotebook(two));
    const merged = writeNotebook(notebook);
    if (writeNotebook(readNotebook(merged)) !== merged)
      throw new TypeError("a merge is read as something else than it was written");
  },
  typed: (error) => error instanceof NotebookError
});
