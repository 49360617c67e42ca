/** The part of `@observablehq/parser` that reading files of many cells needs; it ships no types. */
declare module "@observablehq/parser" {
  export class CellParser {
    constructor(options: object, input: string);
    readonly type: {readonly label: string};
    parse(): unknown;
    startNode(): object;
    parseCell(node: object): unknown;
    nextToken(): void;
  }
}
