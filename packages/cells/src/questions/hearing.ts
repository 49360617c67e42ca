import {questions, splitAsk} from "../engine/remote-model.ts";
import type {Question, RemoteModel} from "../engine/remote-model.ts";
import type {Readying} from "../engine/pace.ts";

/** Returns the same model, which tells of what is prepared for its questions. */
export function hearing(model: RemoteModel, preparing: (state: Readying) => void): RemoteModel {
  const asker =
    (question: Question) =>
    (...args: readonly unknown[]): Promise<unknown> => {
      const {inputs, options} = splitAsk<object>(question, args);
      const ask = model[question] as (...args: readonly unknown[]) => Promise<unknown>;
      return ask(...inputs, {preparing, ...options});
    };
  // What it says of itself is as of the moment it is asked.
  return Object.assign(
    Object.create(model) as RemoteModel,
    Object.fromEntries(questions.map((question) => [question, asker(question)]))
  );
}
