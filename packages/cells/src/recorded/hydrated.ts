/**
 * What a page's author gave an element that React 19 has rendered on a server: there, objects are left out of custom
 * elements, and when the page comes to life they are not set either. React notes at the element what it was given.
 */

/** The begin of the name under which React notes what an element was given. */
const noted = "__reactProps$";

/** Between two looks at the most, and for how long, in ms: a page may come to life late. */
const [pause, patience] = [1000, 60_000];

/** Calls *take* once with the `data` that React has noted at an element and not set. Keeps no element alive meanwhile. */
export function whenHydrated<E extends Element>(
  element: E,
  take: (element: E, data: object) => void
): void {
  const there = new WeakRef(element);
  const began = Date.now();
  const look = (wait: number): void => {
    const host = there.deref();
    if (!host) return;
    const name = Object.keys(host).find((key) => key.startsWith(noted));
    const given = name && (host as unknown as Readonly<Record<string, unknown>>)[name];
    const {data} = (given || {}) as {readonly data?: unknown};
    if (typeof data === "object" && data !== null) return take(host, data);
    // With what it was given it is known that there is nothing.
    if (name || Date.now() - began > patience) return;
    setTimeout(look, wait, Math.min(2 * wait, pause));
  };
  look(20);
}
