/** The part of `@observablehq/runtime` that is used; it ships no types. */
declare module "@observablehq/runtime" {
  export interface Observer {
    readonly _node?: Element | undefined;
    pending?(): void;
    fulfilled?(value: unknown): void;
    rejected?(error: unknown): void;
  }
  export interface Variable {
    /** Counts its runs. */
    readonly _version: number;
    /** Its last value. */
    readonly _value: unknown;
    readonly _module: Module;
    /** Inputs of this variable alone, by name. */
    readonly _shadow: Map<string, Variable>;
    define(name: string | null, inputs: readonly string[], definition: unknown): Variable;
    /** Follows a variable of another module. */
    import(name: string, alias: string, module: Module): Variable;
    delete(): Variable;
    dispose(): void;
    readonly constructor: new (
      type: number,
      module: Module,
      observer?: Observer | null,
      options?: {readonly shadow: object}
    ) => Variable;
  }
  export interface Module {
    variable(observer?: Observer | boolean, options?: {readonly shadow: object}): Variable;
    value(name: string): Promise<unknown>;
    redefine(name: string, inputs: readonly string[], definition: unknown): Variable;
  }
  export class Runtime {
    constructor(builtins?: Readonly<Record<string, unknown>>, global?: (name: string) => unknown);
    /** What every module knows. */
    readonly _builtin: Module;
    module(): Module;
    dispose(): void;
  }
  export class RuntimeError extends Error {
    readonly input?: string;
  }
}
