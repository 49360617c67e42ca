/** The part of `@observablehq/inputs` that is used; it ships no types. */
declare module "@observablehq/inputs" {
  interface SelectOptions<T> {
    readonly label?: string;
    readonly value?: T | readonly T[];
    readonly multiple?: boolean | number;
    readonly format?: (item: T) => string;
    readonly keyof?: (item: T) => string;
    readonly valueof?: (item: T) => unknown;
    readonly sort?: boolean | string | ((a: T, b: T) => number);
    readonly unique?: boolean;
    readonly disabled?: boolean;
    readonly width?: number | string;
  }
  interface RangeOptions {
    readonly label?: string;
    readonly value?: number;
    readonly step?: number;
    readonly format?: (value: number) => string;
    readonly placeholder?: string;
    readonly disabled?: boolean;
    readonly width?: number | string;
  }
  export function select<T>(
    items: Iterable<T> | ReadonlyMap<string, T>,
    options?: SelectOptions<T>
  ): HTMLFormElement & {value: T};
  export function range(
    extent?: readonly [number, number],
    options?: RangeOptions
  ): HTMLFormElement & {value: number};
}
