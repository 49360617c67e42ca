/** Properties of every connected view, beside those of the view itself. */
export const connected = {
  model: {},
  backend: {},
  prompt: {},
  src: {},
  shownPrompt: {attribute: false}
} as const;
