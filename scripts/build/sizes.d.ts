/** Returns what a built module makes a page load before it runs: the files, itself first. */
export function closure(file: string): Set<string>;
/** Returns the budgets of package.json with what their files weigh, compressed, in bytes. */
export function budgets(
  folder: string
): readonly {readonly file: string; readonly gzip: number; readonly most: number}[];
