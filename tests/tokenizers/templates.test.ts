/** Chat templates say what Python's jinja2 says: small ones of all that published templates do (templates/make.py). */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {parseTemplate} from "../../packages/engine/src/tokenizers/jinja/parse.ts";
import {render} from "../../packages/engine/src/tokenizers/jinja/render.ts";
import {strftime} from "../../packages/engine/src/tokenizers/jinja/strftime.ts";
import {toValue} from "../../packages/engine/src/tokenizers/jinja/values.ts";

const {messages, text, cases} = JSON.parse(
  readFileSync(join(import.meta.dirname, "templates/templates.json"), "utf8")
) as {messages: unknown; text: string; cases: [template: string, written: string | null][]};

/** What may be refused here, in words: the parser does not know it, or nobody has asked for it. */
const notKnown: ReadonlySet<string> = new Set([
  "{{ '\\U0001F600' > '\\uffff' }}",
  "{{ 1e16 * 1.0 }}",
  "{{ 100000.0 * 1e12 }}",
  "{{ '100%%' % () }}",
  "{{ (1,) }}",
  "{% raw %}{{ x }}{% endraw %}"
]);

function written(template: string): string | null {
  try {
    const names = {messages: toValue(messages), text, bos_token: "<s>"};
    return render(parseTemplate(template), names);
  } catch {
    return null;
  }
}

describe("a template is written as Python writes it", () => {
  test.each(cases)("%s", (template, expected) => {
    expect(written(template)).toBe(notKnown.has(template) ? null : expected);
  });
});

test("dates are English, in Python's letters", () => {
  const date = new Date(2024, 1, 5, 15, 4, 9);
  expect(strftime(date, "%d %b %Y, %A %-d %B %y %j %I:%M:%S %p %H %e %F %%")).toBe(
    "05 Feb 2024, Monday 5 February 24 036 03:04:09 PM 15  5 2024-02-05 %"
  );
  expect(() => strftime(date, "%Q")).toThrow("strftime: %Q is not known here");
});
