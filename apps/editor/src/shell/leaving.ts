/** Sending what must arrive although the page is being closed: browsers let that go on for so many bytes, all together. */

/** Most bytes that are under way with keepalive, as the Fetch standard has it. */
const most = 64 * 1024;
let underWay = 0;
let isLeaving = false;

// Some browsers hide a page only after that.
for (const [type, leaving] of [
  ["pagehide", true],
  ["pageshow", false]
] as const)
  globalThis.addEventListener?.(type, () => (isLeaving = leaving));

/** Whether the page may be gone the next moment. */
const mayGo = (): boolean => isLeaving || globalThis.document?.visibilityState === "hidden";

/** Sends so many bytes, with keepalive where the page may go and they fit; where that is refused, without. */
export async function sendSurely<T>(
  bytes: number,
  send: (keepalive: boolean) => Promise<T>
): Promise<T> {
  if (!mayGo() || underWay + bytes > most) return send(false);
  underWay += bytes;
  try {
    return await send(true);
  } catch {
    // Another page of this browser may have used up what there is.
    return await send(false);
  } finally {
    underWay -= bytes;
  }
}
