/** Columns that are heads, or the groups of heads that share keys and values. */

/** What says which heads a column is of. */
export interface Headed {
  readonly site: string;
  /** How many query heads share a column; absent or null: one. */
  readonly queriesPerColumn?: number | null;
}

const called: Readonly<Record<string, string>> = {query: "query", key: "key", value: "value"};

/** Whether columns are heads: outputs, or what they are made of. */
export const isByHead = (site: string): boolean => site === "head" || site in called;

/** Returns the heads of a column: `3`, or `9–11` where they share it. */
export function headFigure({queriesPerColumn}: Headed, column: number): string {
  const per = queriesPerColumn ?? 1;
  return per > 1 ? `${column * per}–${(column + 1) * per - 1}` : String(column);
}

/** Returns the heads of a column with their name: `head 3`, `key of heads 9–11`. */
export function headName(data: Headed, column: number): string {
  const of = called[data.site];
  const heads = `${(data.queriesPerColumn ?? 1) > 1 ? "heads" : "head"} ${headFigure(data, column)}`;
  return of ? `${of} of ${heads}` : heads;
}

/** Returns what stands over the columns: `head →`, `key of heads →`. */
export function headAxis({site, queriesPerColumn}: Headed): string {
  const of = called[site];
  return `${of ? `${of} of ` : ""}head${(queriesPerColumn ?? 1) > 1 ? "s" : ""} →`;
}
