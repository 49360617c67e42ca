import {createRuntime} from "@ecco/runtime";
import {expect, test} from "vitest";
import {summarize} from "../../apps/editor/src/frame/cell-name.ts";
import type {CellText} from "../../apps/editor/src/protocol/messages.ts";

test.each([
  ["## How it *works* {#how .wide}", "How it works"],
  ["# The set {x, y}", "The set {x, y}"],
  ["{.wide}", "Markdown"],
  ["::: aside {#a}\nwords\n:::", "aside"],
  ["", "Markdown"],
  ["---\ntitle: 'An article'\ndate: 2026\n---\n\n# One", "An article"],
  ["---\ndate: 2026\n---\n\n# One", "One"],
  ["---\n\nA rule", "Markdown"],
  [`# Says \${1 + 1}`, "Says …"]
])("%j is called %j in the outline", (text, name) => {
  const notebook = createRuntime();
  const cell = {
    id: 1,
    type: "md",
    mime: "text/markdown",
    text,
    pinned: false,
    hidden: false
  };
  expect(summarize(cell as CellText, notebook).name).toBe(name);
  notebook.dispose();
});
