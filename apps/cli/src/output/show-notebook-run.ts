/** What running a notebook gave, as lines for people. */
import type {CellOutcome, NotebookOutcome} from "../headless/notebook-run.ts";
import {table} from "./table.ts";
import type {Cell} from "./table.ts";

type Style = Exclude<Cell, string>["style"];

const styles: {readonly [S in CellOutcome["state"]]: Style} = {
  ok: "green",
  error: "red",
  inert: "dim",
  pending: "yellow"
};

/** 1: a cell ends in an error, or the notebook cannot be run; 3: it did not rest in its time. */
export function exitCodeOf({problem, timedOut, cells}: NotebookOutcome): number {
  if (timedOut && cells.every(({state}) => state !== "error")) return 3;
  return problem !== null || cells.some(({state}) => state === "error") ? 1 : 0;
}

/** Returns one line about a notebook: `a.html: 12 cells, 10 ok, 1 error, 1 inert`. */
export function summaryLine(file: string, {problem, timedOut, cells}: NotebookOutcome): string {
  const counts = Object.keys(styles).map((state) => {
    const {length} = cells.filter((cell) => cell.state === state);
    return length > 0 ? `, ${length} ${state}` : "";
  });
  const said = problem === null ? "" : `; ${problem}`;
  const {length} = cells;
  return `${file}: ${length} ${length === 1 ? "cell" : "cells"}${counts.join("")}${timedOut ? "; its time was over before it rested" : ""}${said}`;
}

/** Returns a line for each cell that ends in an error: file, cell, line and column. */
export function errorLines(file: string, {cells}: NotebookOutcome): readonly string[] {
  return cells
    .filter(({error}) => error !== null)
    .map(({id, name, error}) => {
      const {line, column, message, cell} = error!;
      const at = line === null ? "" : ` line ${line}${column === null ? "" : `:${column}`}`;
      const cause = cell === id ? "" : ` (from cell ${cell})`;
      return `  ${file} cell ${id}${at} [${name}]: ${message}${cause}`;
    });
}

/** Characters of a value that a table shows. */
const widest = 70;

/** Returns a table of the cells, below a line about the notebook. */
export function outcomeTable(file: string, outcome: NotebookOutcome): string {
  const {cells} = outcome;
  const line = summaryLine(file, outcome);
  if (cells.length === 0) return line;
  return [
    line,
    table(
      [
        {title: "cell", align: "right"},
        {title: "name"},
        {title: "type"},
        {title: "state"},
        {title: ""}
      ],
      cells.map((cell) => [
        String(cell.id),
        cut(cell.name, 24),
        cut(cell.type, 20),
        {text: cell.state, style: styles[cell.state]},
        cell.error
          ? errorText(cell)
          : cut(cell.value === null ? "" : JSON.stringify(cell.value), widest)
      ])
    )
  ].join("\n");
}

function errorText({id, error}: CellOutcome): string {
  const {line, message, cell} = error!;
  return `${line === null ? "" : `line ${line}: `}${message}${cell === id ? "" : ` (from cell ${cell})`}`;
}

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;
