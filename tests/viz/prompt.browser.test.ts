import axe from "axe-core";
import {expect, test} from "vitest";
import {recorded} from "./recorded.ts";
import {all, listen, mount, one, settled} from "./mount.ts";

const {tokens} = recorded.attributions;

/** Types as a browser does: the field has the new text, then its event crosses the shadow root. */
function type(field: HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new InputEvent("input", {bubbles: true, composed: true}));
}

test("typing sends one input with the new value; setting from outside none", async () => {
  const element = await mount("ecco-prompt", {value: "a"});
  const heard = listen(document.body, "input");
  element.value = "b";
  await settled(element);
  const field = one(element, "textarea") as HTMLTextAreaElement;
  expect([field.value, heard.length]).toEqual(["b", 0]);
  type(field, "b c");
  expect([element.value, heard.length, heard[0]?.target]).toEqual(["b c", 1, element]);
});

test("the count stands against the limit, and over it the prompt is invalid", async () => {
  const element = await mount("ecco-prompt", {value: "x", tokens, limit: 128});
  expect(one(element, "#count").textContent).toBe("10 tokens of 128");
  element.limit = 8;
  await settled(element);
  expect(one(element, "#count").textContent).toBe("10 tokens, 2 more than this model can take");
  expect(one(element, "textarea").getAttribute("aria-invalid")).toBe("true");
});

test("a suggestion becomes the text, and is not offered again", async () => {
  const element = await mount("ecco-prompt", {suggestions: ["one", "two"]});
  const heard = listen(document.body, "input");
  all(element, ".chip")[1]!.click();
  await settled(element);
  expect([element.value, heard.length]).toEqual(["two", 1]);
  expect(all(element, ".chip").map((chip) => chip.textContent)).toEqual(["one"]);
});

test("Enter asks to run, Shift-Enter does not", async () => {
  const element = await mount("ecco-prompt", {value: "x"});
  const heard = listen(document.body, "ecco-action");
  for (const shiftKey of [true, false])
    one(element, "textarea").dispatchEvent(
      new KeyboardEvent("keydown", {key: "Enter", shiftKey, bubbles: true, cancelable: true})
    );
  expect(heard.map((event) => (event as CustomEvent).detail)).toEqual([{name: "run"}]);
});

test("axe finds nothing, with strip, suggestions and error; the field grows with its text; 320 px suffice", async () => {
  const element = await mount(
    "ecco-prompt",
    {
      value: "x",
      tokens,
      strip: true,
      label: "Prompt",
      suggestions: ["a very long suggestion that must be cut somewhere before the edge"],
      state: "error",
      message: "empty"
    },
    320
  );
  document.body.style.background = "#fff";
  const {violations} = await axe.run("main", {rules: {region: {enabled: false}}});
  expect(
    violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)
  ).toEqual([]);
  expect((element as unknown as HTMLElement).scrollWidth).toBeLessThanOrEqual(320);
  const before = one(element, "textarea").offsetHeight;
  element.value = "many words ".repeat(20);
  await settled(element);
  const field = one(element, "textarea");
  expect(field.offsetHeight).toBeGreaterThan(before);
  expect(field.scrollHeight).toBeLessThanOrEqual(field.offsetHeight);
});

const talk = {
  messages: [
    {role: "system", content: "You know capitals."},
    {role: "user", content: "What is the capital of France?"},
    {role: "assistant", content: "The capital of France is"}
  ]
};

test("a conversation has a field a message, with names; what is changed is one input; axe finds nothing at 320 px", async () => {
  const element = await mount("ecco-prompt", {chat: true, value: talk}, 320);
  const names = all(element, "textarea").map(({ariaLabel}) => ariaLabel);
  expect(names).toEqual(["system, message 1", "user, message 2", "assistant, message 3"]);
  const heard = listen(document.body, "input");
  const role = all(element, "select")[1] as HTMLSelectElement;
  role.value = "system";
  role.dispatchEvent(new Event("input", {bubbles: true, composed: true}));
  role.dispatchEvent(new Event("change", {bubbles: true}));
  await settled(element);
  expect(heard.length).toBe(1);
  expect(element.value).toEqual({
    messages: talk.messages.with(1, {...talk.messages[1]!, role: "system"})
  });
  document.body.style.background = "#fff";
  const {violations} = await axe.run("main", {rules: {region: {enabled: false}}});
  expect(
    violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)
  ).toEqual([]);
  expect((element as unknown as HTMLElement).scrollWidth).toBeLessThanOrEqual(320);
});

test("only an answer at the end can be begun; another turn behind it makes it whole", async () => {
  const element = await mount("ecco-prompt", {value: {...talk, continue: true}});
  expect((one(element, ".begun input") as HTMLInputElement).checked).toBe(true);
  one(element, "#add").click();
  expect(element.value).toEqual({messages: [...talk.messages, {role: "user", content: ""}]});
  await settled(element);
  expect(all(element, ".begun")).toEqual([]);
});

test("a link keeps a conversation, and nothing that is the author's", async () => {
  const element = await mount("ecco-prompt", {});
  element.setAttribute("chat", "");
  element.setAttribute("value", "What is the capital of France?");
  expect(element.kept).toBeUndefined();
  element.value = talk;
  const {t} = element.kept!;
  const again = await mount("ecco-prompt", {});
  again.setAttribute("value", t!);
  expect(again.value).toEqual(talk);
});
