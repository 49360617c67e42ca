import {expect, test} from "vitest";
import {loadedTex, loadTex, renderTex, TexError} from "../../packages/runtime/src/library/tex.ts";

test("a formula becomes HTML for the page and MathML for screen readers, in a line or on one of its own", async () => {
  const inline = await renderTex("x^2");
  expect(inline).toContain("<msup><mi>x</mi><mn>2</mn></msup>");
  expect(inline).toContain('aria-hidden="true"');
  expect(inline).not.toContain("katex-display");
  expect(await renderTex("x^2", {display: true})).toContain("katex-display");
  expect(loadedTex()).toBe(await loadTex());
});

test.each([
  [String.raw`\frac{1`, "expected '}' at character 8 of \\frac{1"],
  [String.raw`a + \foo`, "Undefined control sequence: \\foo at character 5"],
  ["a } b", "Expected 'end of the formula', got '}' at character 3"],
  [String.raw`\def\a{\a\a}\a`, "Too many expansions"],
  ["{".repeat(200_000), "nested too deeply"],
  [String.raw`\href{https://example.com}{x}`, String.raw`\href is not allowed in a formula`],
  [String.raw`\includegraphics{a.png}`, String.raw`\includegraphics is not allowed`],
  [String.raw`\htmlClass{a}{b}`, String.raw`\htmlClass is not allowed`]
])("%.30s cannot be set, and the message says why", async (text, message) => {
  const error = await renderTex(text).then(
    () => null,
    (reason: unknown) => reason
  );
  expect(error).toBeInstanceOf(TexError);
  expect((error as TexError).message).toContain(message);
  expect((error as TexError).message.length).toBeLessThan(250);
});

test("an author's own options allow what is refused otherwise", async () => {
  expect(await renderTex(String.raw`\href{https://example.com}{x}`, {trust: true})).toContain(
    'href="https://example.com"'
  );
  expect(await renderTex(String.raw`\R`, {macros: {"\\R": "\\mathbb{R}"}})).toContain("mathbb");
});
