/** What to do when there is no browser. */
export const advice: string;
