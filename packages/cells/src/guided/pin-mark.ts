/** Pins the mark of a view that somebody describes. */
import type {Spot} from "@ecco/viz";
import type {Pin} from "./step-settings.ts";

/** What views have for their own use, and what pins it from outside. */
interface Marks {
  value: unknown;
  cursor: Spot;
  readonly data?: unknown;
  extent(data: unknown): Spot;
  pick(data: unknown, spot: Spot): unknown;
}

/** Grids with more marks than this are not searched. */
const searched = 20_000;

/** Whether something can be pinned in an element. */
export const hasMarks = (element: object): boolean => "pick" in element && "extent" in element;

/**
 * Pins the last mark whose value is *wanted* or has those parts; null lets go. Returns whether there was one. Others hear
 * of it as of any pin.
 */
export function pinMark(element: HTMLElement, wanted: Pin | null): boolean {
  const view = element as unknown as Marks;
  const spot = wanted === null ? null : lastSpot(view, wanted);
  if (spot === undefined) return false;
  if (spot) view.cursor = spot;
  const found = spot ? view.pick(view.data, spot) : null;
  if (JSON.stringify(found) === JSON.stringify(view.value)) return true;
  view.value = found;
  element.dispatchEvent(new Event("input", {bubbles: true}));
  return true;
}

function lastSpot(view: Marks, wanted: Pin): Spot | undefined {
  const {data} = view;
  const extent = view.extent(data);
  if (extent.row * extent.column > searched) return undefined;
  for (let row = extent.row - 1; row >= 0; row--)
    for (let column = extent.column - 1; column >= 0; column--)
      if (hasParts(view.pick(data, {row, column}), wanted)) return {row, column};
  return undefined;
}

function hasParts(value: unknown, wanted: Pin): boolean {
  if (typeof wanted !== "object") return value === wanted;
  if (typeof value !== "object" || value === null)
    // Of a value without parts, one part is all of it.
    return value !== undefined && Object.values(wanted).every((part) => part === value);
  return Object.entries(wanted).every(
    ([name, part]) => (value as Readonly<Record<string, unknown>>)[name] === part
  );
}
