/** Makes a list in an exercise something to choose from: its items become labels of boxes or of round buttons. */

/** Items of lists as Markdown writes tasks, and as HTML may say it. */
const items = "li.task-item, li[data-right]";

export interface Choice {
  readonly input: HTMLInputElement;
  readonly right: boolean;
}

const made = new WeakMap<HTMLInputElement, Choice>();
let count = 0;

/**
 * Returns what can be chosen in an element: made of its list, or found as it was made before. *answers* are the words of
 * the right ones; without any, those are right that the list marks.
 */
export function choicesIn(host: Element, answers: readonly string[]): readonly Choice[] {
  const before = [...host.querySelectorAll<HTMLInputElement>("input[data-choice]")];
  if (before.length > 0) return before.flatMap((input) => made.get(input) ?? []);
  const found = [...host.querySelectorAll<HTMLElement>(items)];
  const right = found.map((item) =>
    answers.length > 0 ? answers.includes(plain(item.textContent)) : isMarked(item)
  );
  const several = right.filter(Boolean).length > 1;
  const name = `choice-${++count}`;
  return found.map((item, index) => {
    const choice = {input: makeChoice(item, name, several), right: right[index]!};
    made.set(choice.input, choice);
    return choice;
  });
}

/** A task that is done is a right answer. */
function isMarked(item: HTMLElement): boolean {
  const box = item.querySelector<HTMLInputElement>('input[type="checkbox"]');
  if (box) return box.defaultChecked;
  return item.hasAttribute("data-right") && item.dataset["right"] !== "false";
}

function makeChoice(item: HTMLElement, name: string, several: boolean): HTMLInputElement {
  const input = document.createElement("input");
  input.type = several ? "checkbox" : "radio";
  input.name = name;
  input.dataset["choice"] = "";
  const box = item.querySelector<HTMLInputElement>('input[type="checkbox"]');
  const label = item.querySelector(":scope > label, :scope > p > label");
  if (box && label) box.replaceWith(input);
  else {
    const made = document.createElement("label");
    made.append(...item.childNodes);
    made.prepend(input, " ");
    item.append(made);
  }
  return input;
}

/** Returns a list of tasks of these texts. */
export function listOf(choices: readonly string[]): HTMLElement {
  const list = document.createElement("ul");
  list.className = "task-list";
  for (const text of choices) {
    const item = document.createElement("li");
    item.className = "task-item";
    item.append(text);
    list.append(item);
  }
  return list;
}

const plain = (text: string): string => text.trim().replaceAll(/\s+/g, " ");

/** Returns the words of a choice. */
export const wordsOf = (input: HTMLInputElement): string =>
  plain(input.closest("label")?.textContent ?? "");
