import {exercise as exerciseOf} from "@ecco/cells/guided";
import axe from "axe-core";
import {afterEach, beforeEach, expect, test} from "vitest";
import {eventually} from "../eventually.ts";

type Exercise = HTMLElementTagNameMap["ecco-exercise"];
let page: HTMLElement;
beforeEach(() => {
  page = document.body.appendChild(document.createElement("div"));
});
afterEach(() => page.remove());

function show(markup: string): Exercise {
  page.innerHTML = markup;
  return page.querySelector("ecco-exercise")!;
}
const result = (exercise: Exercise): string =>
  exercise.renderRoot.querySelector(".result")!.textContent.replaceAll(/\s+/g, " ").trim();
const button = (exercise: Exercise, words: string): HTMLButtonElement =>
  [...exercise.renderRoot.querySelectorAll("button")].find(
    ({textContent}) => textContent.replaceAll(/\s+/g, " ").trim() === words
  )!;
const says = (exercise: Exercise, words: string): Promise<void> =>
  eventually(() => expect(result(exercise)).toBe(words));
async function write(exercise: Exercise, text: string): Promise<void> {
  await exercise.updateComplete;
  const field = exercise.renderRoot.querySelector("input")!;
  field.value = text;
  field.dispatchEvent(new InputEvent("input", {bubbles: true, composed: true}));
}
const choose = (index: number): void => page.querySelectorAll("input")[index]!.click();

const list = `<ecco-exercise><p>Which?</p><ul class="task-list">
  <li class="task-item"><label><input type="checkbox" disabled> <b>One</b></label></li>
  <li class="task-item"><label><input type="checkbox" disabled checked> Two</label></li></ul>
  <details class="hint"><summary>Hint</summary>Not one.</details>
  <details class="solution"><summary>Solution</summary>Two.</details></ecco-exercise>`;

test("a choice: right and wrong in words, a hint and the solution when they are asked for, kept when it is shown anew", async () => {
  let exercise = show(list);
  await exercise.updateComplete;
  const [one, two] = page.querySelectorAll("input");
  expect([one!.type, one!.disabled, one!.checked, two!.checked]).toEqual([
    "radio",
    false,
    false,
    false
  ]);
  const heard: unknown[] = [];
  exercise.addEventListener("input", () => heard.push([exercise.value, exercise.right]));
  button(exercise, "Check").click();
  await says(exercise, "Choose an answer first.");
  choose(0);
  await says(exercise, "");
  button(exercise, "Check").click();
  await says(exercise, "Not yet.");
  const hint = page.querySelector<HTMLElement>(".hint")!;
  expect(hint.checkVisibility()).toBe(false);
  button(exercise, "Show hint").click();
  await eventually(() => expect(hint.checkVisibility()).toBe(true));
  expect(page.querySelector<HTMLElement>(".solution")!.checkVisibility()).toBe(false);
  choose(1);
  button(exercise, "Check").click();
  await says(exercise, "Right.");
  expect(heard).toEqual([
    [["One"], false],
    [["Two"], true]
  ]);
  expect(exercise.renderRoot.querySelector(".result")!.getAttribute("role")).toBe("status");
  const {violations} = await axe.run(page, {resultTypes: ["violations"]});
  expect(violations.map(({id, nodes}) => [id, nodes[0]!.html])).toEqual([]);

  exercise = show(list);
  await exercise.updateComplete;
  expect([...page.querySelectorAll("input")].map(({checked}) => checked)).toEqual([false, true]);
  expect(page.querySelector<HTMLElement>(".hint")!.checkVisibility()).toBe(true);
});

test("several right choices are boxes, and all of them are wanted", async () => {
  const exercise = show(
    `<ecco-exercise choices="a | b | c" answer="a | c"><p>Which two?</p></ecco-exercise>`
  );
  await exercise.updateComplete;
  await eventually(() =>
    expect([...page.querySelectorAll("input")].map(({type}) => type)).toEqual(
      Array(3).fill("checkbox")
    )
  );
  choose(0);
  button(exercise, "Check").click();
  await says(exercise, "Not yet.");
  choose(2);
  button(exercise, "Check").click();
  await says(exercise, "Right.");
});

test("numbers and words: what is no answer is neither right nor wrong; what is typed is no value before it is checked", async () => {
  const exercise = show(
    `<ecco-exercise answer="0.85" tolerance="5%"><p>How likely?</p></ecco-exercise>`
  );
  const heard: unknown[] = [];
  exercise.addEventListener("input", () => heard.push(exercise.value));
  await write(exercise, "many");
  button(exercise, "Check").click();
  await says(exercise, "Write a number, such as 3.5.");
  await write(exercise, "0,9");
  await says(exercise, "");
  button(exercise, "Check").click();
  await says(exercise, "Not yet.");
  await write(exercise, "86 %");
  button(exercise, "Check").click();
  await says(exercise, "Right.");
  expect(heard).toEqual([0.9, 0.86]);

  const words = show(`<ecco-exercise answer="London | Londres"><p>Where?</p></ecco-exercise>`);
  await write(words, "londres ");
  button(words, "Check").click();
  await says(words, "Right.");
  expect(words.value).toBe("londres ");
});

test("a function checks, also what is no answer of a field; what it throws, and what the author left out, is said", async () => {
  const exercise = show(`<ecco-exercise kind="value"><p>Pin it.</p></ecco-exercise>`);
  let pinned = 0;
  exercise.check = () => (pinned === 2 ? {right: true, words: "That is it."} : `Got ${pinned}.`);
  await exercise.updateComplete;
  expect(exercise.renderRoot.querySelector("input")).toBeNull();
  button(exercise, "Check").click();
  await says(exercise, "Not yet. Got 0.");
  pinned = 2;
  button(exercise, "Check").click();
  await says(exercise, "Right. That is it.");
  exercise.check = () => Promise.reject(new Error("no lens"));
  button(exercise, "Check").click();
  await says(exercise, "This answer could not be checked: no lens");
  exercise.check = undefined;
  button(exercise, "Check").click();
  await says(
    exercise,
    "This answer could not be checked: it has no right answer; give it answer, a list with one marked, or check"
  );
  exercise.kind = "numbr";
  button(exercise, "Check").click();
  await eventually(() => expect(result(exercise)).toContain('kind: got "numbr"'));
});

test("a question that is a property is asked once, and anew when it changes", async () => {
  const exercise = exerciseOf({question: "How many?", kind: "number", check: (n) => n === 3});
  page.append(exercise);
  await exercise.updateComplete;
  expect(exercise.textContent).toBe("How many?");
  await write(exercise, "3");
  button(exercise, "Check").click();
  await says(exercise, "Right.");
  const asked = document.createElement("p");
  asked.textContent = "How many now?";
  exercise.question = asked;
  await exercise.updateComplete;
  expect(exercise.textContent).toBe("How many now?");
});
