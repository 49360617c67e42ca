/** Returns the window that shows an element now: views move into frames and pop-up windows. */
export const windowOf = ({ownerDocument}: Node): Window & typeof globalThis =>
  ownerDocument?.defaultView ?? window;
