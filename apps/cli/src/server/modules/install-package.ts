/** Installs a package for a notebook, as the reader has asked: npm runs no script of it. */
import {spawn} from "node:child_process";
import type {ChildProcess} from "node:child_process";
import {existsSync} from "node:fs";
import {dirname, join} from "node:path";
import {Refusal} from "../refusal.ts";
import {installFolder, packageName} from "./find-package.ts";

export interface InstallRequest {
  /** Real place of the opened folder. */
  readonly root: string;
  /** Path of the notebook. */
  readonly notebook: string;
  readonly name: string;
  /** Versions; null for the newest. */
  readonly range: string | null;
  readonly signal: AbortSignal;
  /** Called with how many answers of the registry have come. */
  readonly progress: (answers: number) => void;
}

/** Versions as imports ask for them: numbers, signs of ranges, names of tags; no address and no file. */
const versions = /^[\w.^~<>=*+|-][\w.^~<>=*+| -]{0,60}$/;

/** Throws Refusal for what is no package of a registry. */
export function checkPackage(name: string, range: string | null): void {
  if (!packageName.test(name) || name.length > 214)
    throw new Refusal(400, `${name} is not the name of a package`);
  if (range !== null && !versions.test(range))
    throw new Refusal(
      400,
      `${range} is no version of a package; expected one as 1, ^1.2 or latest`
    );
}

/** Installs it. Throws Refusal in words where npm does not. */
export async function installPackage(request: InstallRequest): Promise<void> {
  const {root, notebook, name, range, signal, progress} = request;
  checkPackage(name, range);
  const folder = join(root, await installFolder(root, notebook));
  const npm = start(
    [
      "install",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--no-update-notifier",
      // A folder may say which program is its git.
      "--git=git",
      "--loglevel=http",
      `--prefix=${folder}`,
      `${name}@${range ?? "latest"}`
    ],
    folder
  );
  const stop = (): void => void npm.kill();
  signal.addEventListener("abort", stop, {once: true});
  try {
    const {code, errors} = await outcome(npm, progress);
    signal.throwIfAborted();
    if (code !== 0) throw new Refusal(422, wordsOf(errors, request));
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Returns the registry that npm would ask for a notebook. Asks nobody. */
export async function registryOf(root: string, notebook: string): Promise<string | null> {
  const folder = join(root, await installFolder(root, notebook));
  const npm = start(["config", "get", "registry", `--prefix=${folder}`], folder);
  const {code, output} = await outcome(npm, () => undefined).catch(() => ({code: 1, output: ""}));
  return code === 0 && URL.canParse(output.trim()) ? new URL(output.trim()).host : null;
}

/** Starts npm, without a shell: nothing of a name is a command. */
function start(words: readonly string[], cwd: string): ChildProcess {
  const script = join(dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js");
  const [program, first] =
    process.platform === "win32" && existsSync(script) ? [process.execPath, [script]] : ["npm", []];
  return spawn(program, [...first, ...words], {cwd, stdio: ["ignore", "pipe", "pipe"]});
}

interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly errors: readonly string[];
}

/** Most characters of what npm says that are kept. */
const most = 200_000;

function outcome(npm: ChildProcess, progress: (answers: number) => void): Promise<Outcome> {
  let [output, said, answers] = ["", "", 0];
  npm
    .stdout!.setEncoding("utf8")
    .on("data", (text: string) => (output = (output + text).slice(0, most)));
  npm.stderr!.setEncoding("utf8").on("data", (text: string) => {
    answers += text.split("npm http fetch").length - 1;
    progress(answers);
    said = (said + text).slice(-most);
  });
  return new Promise((resolve, reject) => {
    npm.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new Refusal(
          422,
          error.code === "ENOENT"
            ? "npm is not on this computer; it comes with Node"
            : `npm does not start (${error.message})`
        )
      )
    );
    npm.once("close", (code) => resolve({code, output, errors: errorsIn(said)}));
  });
}

const errorsIn = (text: string): readonly string[] =>
  text
    .split("\n")
    .filter((line) => /^npm (?:error|ERR!) /.test(line))
    .map((line) => line.replace(/^npm (?:error|ERR!) /, "").trim())
    .filter((line) => line !== "" && !/A complete log/.test(line));

/** What npm's codes mean. */
const reasons: ReadonlyMap<string, string> = new Map([
  ["E404", "the registry has no such package"],
  ["ETARGET", "the package has no such version"],
  ["ENOTFOUND", "the registry is not reached; check the connection"],
  ["EAI_AGAIN", "the registry is not reached; check the connection"],
  ["ECONNREFUSED", "the registry is not reached; check the connection"],
  ["ETIMEDOUT", "the registry does not answer; check the connection"],
  ["ERESOLVE", "it does not go with packages that are installed"],
  ["EACCES", "this user may not write there"],
  ["EROFS", "the disk can only be read"],
  ["ENOSPC", "the disk is full"]
]);

function wordsOf(errors: readonly string[], {name, range}: InstallRequest): string {
  const code = /^code (\S+)/.exec(errors.find((line) => line.startsWith("code ")) ?? "")?.[1] ?? "";
  const first = errors.find((line) => !/^(?:code|errno|syscall|path) /.test(line));
  const why = reasons.get(code) ?? first ?? "npm gives no reason";
  return `${name}${range === null ? "" : `@${range}`} was not installed: ${why.slice(0, 300)}`;
}
