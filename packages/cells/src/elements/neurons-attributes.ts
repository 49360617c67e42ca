/** Attributes of elements that ask about neurons. */
export const neuronsAttributes = {
  stack: {},
  seed: {type: Number},
  negative: {}
} as const;
