/** `require` of Observable's first notebooks: packages by their names, as promises. */

type Module = Readonly<Record<string, unknown>>;

/** Returns it for what loads a package. */
export function requireBy(load: (specifier: string) => Promise<unknown>) {
  return async (...names: readonly unknown[]): Promise<unknown> => {
    const modules = await Promise.all(
      names.map(async (name) => whole((await load(String(name))) as Module))
    );
    // Several are one object with the names of all.
    return modules.length === 1 ? modules[0] : (Object.assign({}, ...modules) as unknown);
  };
}

/** Returns what a package of CommonJS gives as a whole, where it gives something. */
const whole = (module: Module): unknown => module["default"] ?? module;
