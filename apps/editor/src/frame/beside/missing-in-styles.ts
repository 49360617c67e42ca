/** Files that styles name with `url()` and that are not there: no element says so, the browser's list of what it loaded does. */
import {besideOf, nameOf, whyNot} from "./beside.ts";

/** Watches the page from now on; *tell* is given the name of a file, and why it is not shown. */
export function watchStyles(tell: (name: string, words: string) => void): void {
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
      if (entry.initiatorType !== "css" || entry.responseStatus < 400) continue;
      const url = besideOf(entry.name);
      if (url) void whyNot(url, "picture").then((words) => tell(nameOf(url), words));
    }
  }).observe({type: "resource"});
}
