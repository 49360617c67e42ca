/** The part of `@observablehq/parser` that is used; it ships no types. */
declare module "@observablehq/parser" {
  export function parseCell(input: string): unknown;
}
