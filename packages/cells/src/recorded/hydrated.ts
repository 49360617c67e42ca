/**
 * What a page's author gave an element that React 19 has rendered on a server: there, objects are left out of custom
 * elements, and when the page comes to life they are not set either. React notes at the element what it was given.
 */

/** The begin of the name under which React notes what an element was given. */
const noted = "__reactProps$";

/** Between two looks at the most, and for how long, in ms: a page may come to life late. */
const [pause, patience] = [1000, 60_000];

/** Calls once with the `data` that React has noted at an element and not set; returns how to look no more. */
export function whenHydrated(element: Element, take: (data: object) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const began = Date.now();
  const look = (wait: number): void => {
    const name = Object.keys(element).find((key) => key.startsWith(noted));
    const given = name && (element as unknown as Readonly<Record<string, unknown>>)[name];
    const {data} = (given || {}) as {readonly data?: unknown};
    if (typeof data === "object" && data !== null) return take(data);
    // With what it was given it is known that there is nothing.
    if (name || Date.now() - began > patience) return;
    timer = setTimeout(() => look(Math.min(2 * wait, pause)), wait);
  };
  look(20);
  return () => clearTimeout(timer);
}
