/** The few icons there are, drawn in the colour of the text. */
import {svg} from "lit";
import type {TemplateResult} from "lit";

const paths = {
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  undo: "M4 6h6a3.5 3.5 0 0 1 0 7H6M4 6l3-3M4 6l3 3",
  redo: "M12 6H6a3.5 3.5 0 0 0 0 7h4M12 6 9 3M12 6 9 9",
  plus: "M8 3v10M3 8h10",
  stop: "M4 4h8v8H4z",
  still: "M4 2h5l3 3v9H4zM6.5 7.5v3.5M9.5 7.5v3.5",
  warn: "M8 2.5 14 13H2zM8 6.5v3M8 11.4v.1",
  list: "M6 4h7M6 8h7M6 12h7M3 4h.01M3 8h.01M3 12h.01",
  cube: "m8 2 5.5 3v6L8 14l-5.5-3V5zM2.5 5 8 8l5.5-3M8 8v6",
  file: "M4 2h5l3 3v9H4zM9 2v3h3"
} as const;

/** Returns an icon, hidden from those who listen. */
export const icon = (name: keyof typeof paths): TemplateResult =>
  svg`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${paths[name]} /></svg>` as unknown as TemplateResult;
