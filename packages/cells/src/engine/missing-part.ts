/** Parts of Ecco that are loaded later, and do not come. */

/** What Chromium and Firefox, and what WebKit says of a module that is not there. */
const absent = /dynamically imported module|importing a module script failed/i;

/** Returns a message, with what to do where it is of a part of Ecco that did not come. */
export const withAdvice = (message: string): string =>
  absent.test(message)
    ? `${message}; reload the page, for its site may have been renewed since it was opened, or the network is gone`
    : message;
