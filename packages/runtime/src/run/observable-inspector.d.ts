/** The part of `@observablehq/inspector` that is used; it ships no types. */
declare module "@observablehq/inspector" {
  export class Inspector {
    constructor(node: Element);
    fulfilled(value: unknown, name?: string): void;
  }
}
