/** The value of an input as it changes. */
import {observe} from "./observe.ts";

type Input = Element & {readonly value?: unknown; readonly type?: string};

/** How inputs of the page say what they hold; others have a `value`. */
const values: {readonly [type: string]: (element: HTMLInputElement) => unknown} = {
  range: (element) => element.valueAsNumber,
  number: (element) => element.valueAsNumber,
  date: (element) => element.valueAsDate,
  checkbox: (element) => element.checked,
  file: (element) => (element.multiple ? element.files : element.files?.[0]),
  "select-multiple": (element) =>
    [...(element as unknown as HTMLSelectElement).selectedOptions].map((option) => option.value)
};

const events: {readonly [type: string]: string} = {
  button: "click",
  submit: "click",
  checkbox: "click",
  file: "change"
};

/** Returns a generator of the element's value; it gives nothing as long as the value is undefined. */
export function input(element: Input): Generator<Promise<unknown>, void> {
  const type = element.type ?? "";
  const event = events[type] ?? "input";
  const valueOf = (): unknown =>
    values[type] ? values[type](element as HTMLInputElement) : element.value;
  return observe((change) => {
    const changed = (): void => change(valueOf());
    element.addEventListener(event, changed);
    if (valueOf() !== undefined) changed();
    return () => element.removeEventListener(event, changed);
  });
}
