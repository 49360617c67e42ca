/** What there is to tell of a cell besides its state: what it gave, and what its output says is wrong. */
import type {CellResult} from "@ecco/runtime";
import {longest} from "../../protocol/messages.ts";
import type {CellReport} from "../../protocol/messages.ts";
import {summaryOf, textWithin} from "./summary.ts";

/** States of a view in which its picture is not there yet. */
const unfinished: ReadonlySet<unknown> = new Set(["loading", "preparing", "running", "partial"]);
/** Problems of one cell that are told. */
const mostProblems = 20;

interface Reported {
  readonly id: number;
  /** What was asked for and is not given, in words; see refused-requests.ts. */
  readonly refused: readonly string[];
  /** Where the cell is shown. */
  readonly place: Element;
  readonly result: CellResult | null;
}

/** Returns what is told of a cell; the value, which takes longest, only where *values* are wanted. */
export function reportCell({id, refused, place, result}: Reported, values: boolean): CellReport {
  const found = [...place.querySelectorAll("*")];
  const problems = [
    ...refused,
    ...found
      .filter((each) => each.matches(".ecco-problem-within, .missing-file"))
      .map((each) => textWithin([each])),
    ...found.flatMap(brokenPicture),
    ...found.flatMap(failedView)
  ];
  return {
    id,
    value: values && result ? JSON.stringify(valueOf(result)) : null,
    problems: [...new Set(problems)]
      .slice(0, mostProblems)
      .map((words) => words.slice(0, longest.words)),
    busy:
      result?.awaited === true ||
      found.some((each) => unfinished.has(stateOf(each)) || isLoading(each))
  };
}

/** Returns the names a cell defines with their values, else what it shows, else its value. */
function valueOf({value, outputs, shown}: CellResult): unknown {
  if (outputs.size > 0)
    return Object.fromEntries([...outputs].map(([name, each]) => [name, summaryOf(each)]));
  if (shown.length > 1 && shown.every((each) => each instanceof Node))
    return {type: "element", tag: null, text: textWithin(shown)};
  if (shown.length > 0) return shown.length === 1 ? summaryOf(shown[0]) : summaryOf(shown);
  return summaryOf(value);
}

/** Returns how a view of Ecco stands; undefined for other elements. */
const stateOf = (element: Element): unknown =>
  element.localName.startsWith("ecco-") ? (element as {state?: unknown}).state : undefined;

const failedView = (element: Element): readonly string[] =>
  stateOf(element) === "error"
    ? [(element as {message?: string}).message || `${element.localName} failed`]
    : [];

/** A picture that is not on the screen and loads only there is none that is waited for. */
const isLoading = (element: Element): boolean =>
  element instanceof HTMLImageElement && !element.complete && element.loading !== "lazy";

function brokenPicture(element: Element): readonly string[] {
  if (!(element instanceof HTMLImageElement) || !element.complete || element.naturalWidth > 0)
    return [];
  const source = element.getAttribute("src");
  // A box beside it says why.
  return source === null || element.classList.contains("is-missing")
    ? []
    : [`picture ${source.slice(0, 200)}: it is not shown`];
}
