// Which options a Node needs to run this project's TypeScript files: none from 22.18 on.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const runsTypeScript = major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);

/** What stands between `node` and the name of a script; a worker or a forked process takes them over by itself. */
export const nodeOptions = [
  "--disable-warning=ExperimentalWarning",
  ...(runsTypeScript ? [] : ["--import", new URL("typescript.js", import.meta.url).href])
];
