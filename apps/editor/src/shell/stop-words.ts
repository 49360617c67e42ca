/** Why a notebook does not run any more, in words. */
import type {Trouble} from "./frame-link.ts";

export const stopWords: {readonly [T in Exclude<Trouble, "absent"> | "asked"]: string} = {
  asked: "The notebook was stopped, or opened without running.",
  silent: "The notebook was stopped: it did not answer.",
  floods: "The notebook was stopped: it has sent more than the editor can take. Your text is safe.",
  grabs:
    "The notebook was stopped: it has taken the keyboard away from the editor. Your text is safe.",
  reloads: "The notebook was stopped: it has loaded itself again and again. Your text is safe."
};
