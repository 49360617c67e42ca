/** What code of the folder asks of the page: modules and packages by what they are called here. */
import type {Importer, Module} from "@ecco/runtime";

export interface PageModules {
  /** For modules of the folder: a package, or what they import as they run. */
  readonly load: (specifier: string, by: Importer, names?: readonly string[]) => Promise<Module>;
  /** For bundles of packages: what they share with others, which is here before them. */
  readonly loaded: (bundle: string, specifier: string) => unknown;
  /** For bundles of packages: a style sheet of theirs. */
  readonly style: (address: string) => void;
  /** For modules of the folder: `import.meta.resolve`. */
  readonly resolve: (specifier: string, base: string) => string;
  /** For cells: `import.meta`. */
  readonly meta: {readonly url: string; readonly resolve: (specifier: string) => string};
}

/** Puts them where compiled code looks for them. */
export function offer(modules: PageModules): void {
  Object.defineProperty(globalThis, Symbol.for("ecco.modules"), {
    value: modules,
    configurable: true
  });
}

/** Returns a module whose names are there one by one, also where CommonJS gives them as one object. */
export function named(module: Module): Module {
  const whole = module["default"];
  const isWhole = Object.keys(module).length === 1 && whole !== null;
  return isWhole && (typeof whole === "object" || typeof whole === "function")
    ? {...whole, default: whole}
    : module;
}

/** Returns what CommonJS is given for a module: as a whole, what it imports by name there too. */
export function wholeOf(module: Module): unknown {
  const names = Object.keys(module);
  return names.length === 1 && names[0] === "default"
    ? module["default"]
    : {...module, __esModule: true};
}

/** Throws SyntaxError where a module lacks a name that is imported. */
export function checkNames(module: Module, specifier: string, names: readonly string[]): void {
  const missing = names.filter((name) => !(name in module));
  if (missing.length === 0) return;
  const given = Object.keys(module).slice(0, 20).join(", ") || "nothing";
  throw new SyntaxError(
    `${specifier} has no export named ${missing.join(" or ")}; it has ${given}`
  );
}

/** Puts a style sheet of a package into the page, once. */
export function addStyle(address: string): void {
  if ([...document.querySelectorAll("link")].some(({href}) => href === address)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
}
