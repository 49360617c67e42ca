/** Registers what guides a reader through a text: `import "@ecco/cells/guided"`. Views are registered by others. */
import {ExerciseElement} from "./guided/exercise.ts";
import {StepElement} from "./guided/step.ts";
import {StepsElement} from "./guided/steps.ts";
import {define} from "./page.ts";

const elements = {
  "ecco-exercise": ExerciseElement,
  "ecco-step": StepElement,
  "ecco-steps": StepsElement
} as const;

declare global {
  interface HTMLElementTagNameMap {
    "ecco-exercise": ExerciseElement;
    "ecco-step": StepElement;
    "ecco-steps": StepsElement;
  }
}

define(elements);

/** What the cells of a notebook say of an exercise. */
export type ExerciseOptions = Partial<
  Pick<
    ExerciseElement,
    | "id"
    | "heading"
    | "question"
    | "kind"
    | "answer"
    | "tolerance"
    | "exact"
    | "choices"
    | "label"
    | "check"
  >
>;

/**
 * Returns a question with a check: `view(ecco.exercise({question: md`…`, check: (answer) => answer === layers}))`; its value
 * is what was answered. What a reader has written is there again when the cell runs again.
 */
export const exercise = (options: ExerciseOptions = {}): ExerciseElement =>
  Object.assign(document.createElement("ecco-exercise"), options);
