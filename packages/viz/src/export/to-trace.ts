/** A view's data as a trace, which `src` reads back. */
import type {Subject} from "./subject.ts";

/** Arrays of a result may be typed ones; JSON knows none. */
const plain = (_: string, value: unknown): unknown =>
  ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? Array.from(value as unknown as ArrayLike<number>)
    : value;

/** Returns the result as the one entry of a trace, in full precision. */
export function toTrace({data, origin}: Pick<Subject, "data" | "origin">): string {
  const {model, prompt, request} = origin ?? {};
  const entry = {request: {...request, ...(prompt === undefined ? {} : {prompt})}, result: data};
  return JSON.stringify(
    {format: "ecco-trace", version: 1, ...(model === undefined ? {} : {model}), entries: [entry]},
    plain
  );
}

/** Returns JSON for a script element of a page: nothing in it ends the element. */
export const forScript = (json: string): string => json.replaceAll("<", "\\u003c");
