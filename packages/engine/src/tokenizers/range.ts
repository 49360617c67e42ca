/** Where something lies in a text, in UTF-16 units: [start, end). */
export interface Range {
  readonly start: number;
  readonly end: number;
}
