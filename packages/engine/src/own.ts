/** Returns what a table says of a name that comes from outside; undefined for names that every object has, too. */
export const ownOf = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
