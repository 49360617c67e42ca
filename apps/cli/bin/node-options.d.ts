/** What stands between `node` and the name of a script that imports TypeScript files; empty where Node needs nothing. */
export const nodeOptions: string[];
