/** What a cell waits for: a bar and a Stop button for each question it has asked a model itself. */
import type {Task} from "@ecco/cells";

interface Bar {
  readonly root: HTMLElement;
  readonly words: HTMLElement;
  readonly progress: HTMLElement;
  readonly done: HTMLElement;
}

export class TaskBars {
  readonly root = document.createElement("div");
  readonly #bars = new Map<Task, Bar>();

  constructor() {
    this.root.className = "tasks";
  }

  /** Shows these; a bar that stays is the same element, so that its button keeps the focus. */
  show(tasks: readonly Task[]): void {
    for (const [task, {root}] of this.#bars) {
      if (tasks.includes(task)) continue;
      root.remove();
      this.#bars.delete(task);
    }
    for (const task of tasks) {
      const bar = this.#bars.get(task) ?? this.#add(task);
      const text = `model.${task.question}: ${task.words}`;
      if (bar.words.textContent !== text) bar.words.textContent = text;
      const {share} = task;
      const percent = share === null ? null : Math.round(share * 100);
      if (percent === null) bar.progress.removeAttribute("aria-valuenow");
      else bar.progress.setAttribute("aria-valuenow", String(percent));
      bar.done.style.width = `${percent ?? 12}%`;
    }
  }

  #add(task: Task): Bar {
    const make = (name: string, parent: HTMLElement, className: string): HTMLElement => {
      const element = document.createElement(name);
      element.className = className;
      parent.append(element);
      return element;
    };
    const root = make("div", this.root, "task");
    const progress = make("div", root, "bar");
    const label = {role: "progressbar", "aria-label": `model.${task.question}`};
    const range = {"aria-valuemin": "0", "aria-valuemax": "100"};
    for (const [name, value] of Object.entries({...label, ...range}))
      progress.setAttribute(name, value);
    const stop = document.createElement("button");
    const bar = {root, progress, done: make("i", progress, ""), words: make("span", root, "")};
    stop.type = "button";
    stop.textContent = "Stop";
    stop.setAttribute("aria-label", `Stop model.${task.question}`);
    stop.addEventListener("click", task.stop);
    root.append(stop);
    this.#bars.set(task, bar);
    return bar;
  }
}
