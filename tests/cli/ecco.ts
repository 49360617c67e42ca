import {spawn, type ChildProcess} from "node:child_process";
import {mkdtempSync, readFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Readable} from "node:stream";
import {fileURLToPath} from "node:url";
import {expect, vi} from "vitest";
import {runProgram} from "../../apps/cli/src/program.ts";

const cache = mkdtempSync(join(tmpdir(), "ecco-cache-"));
const bin = fileURLToPath(new URL("../../apps/cli/bin/ecco.js", import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string;
  /** Another Node binary than the one that runs the tests. */
  readonly node?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it is a process of its own, as a shell starts it. */
  readonly apart?: true;
  /** Called with that process as soon as it runs. */
  readonly started?: (child: ChildProcess) => void;
}

/** Runs the `ecco` command: in this process, which is a second faster, or in one of its own where that is asked for. */
export const ecco = (args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  (options.node ?? options.started)
    ? spawned(args, options)
    : (last = last.then(() => here(args, options)));

/** In this process one command runs at a time: stdin, stdout and the environment are everybody's. */
let last: Promise<Ran> = Promise.resolve({code: 0, stdout: "", stderr: ""});

/** What a command finds in the environment, unless a test says otherwise. No test finds what another has downloaded. */
const own = {ECCO_CACHE: cache, FORCE_COLOR: undefined, NO_COLOR: undefined};

async function here(args: readonly string[], {stdin = "", env}: RunOptions): Promise<Ran> {
  const {exitCode} = process;
  const written = {stdout: "", stderr: ""};
  const wanted: Environment = {...own, ...env};
  const before = Object.fromEntries(Object.keys(wanted).map((name) => [name, process.env[name]]));
  const listen = (name: "stdout" | "stderr") =>
    vi.spyOn(process[name], "write").mockImplementation((part) => {
      written[name] += String(part);
      return true;
    });
  const input = Readable.from([Buffer.from(stdin)]) as typeof process.stdin;
  const spies = [
    listen("stdout"),
    listen("stderr"),
    vi.spyOn(process, "stdin", "get").mockReturnValue(input)
  ];
  setEnvironment(wanted);
  process.exitCode = undefined;
  try {
    await runProgram(args, new AbortController().signal);
    return {code: Number(process.exitCode ?? 0), ...written};
  } finally {
    for (const spy of spies) spy.mockRestore();
    setEnvironment(before);
    process.exitCode = exitCode;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

function setEnvironment(values: Environment): void {
  for (const [name, value] of Object.entries(values))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
}

/** As a user's shell would. */
function spawned(
  args: readonly string[],
  {stdin, node = process.execPath, env, started}: RunOptions
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [bin, ...args], {
      env: {...process.env, ...own, ...env}
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => (stdout += part));
    child.stderr.setEncoding("utf8").on("data", (part: string) => (stderr += part));
    child.on("error", reject);
    child.on("close", (code) => resolve({code, stdout, stderr}));
    child.stdin.end(stdin ?? "");
    started?.(child);
  });
}

/** Runs it with `--json` and returns what it prints. */
export async function eccoJson<T>(args: readonly string[], options?: RunOptions): Promise<T> {
  const {code, stdout, stderr} = await ecco([...args, "--json"], options);
  if (code !== 0) throw new Error(`ecco ${args.join(" ")}: exit ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

export function fixture<T>(name: string): readonly T[] {
  return JSON.parse(
    readFileSync(new URL(`../fixtures/embedded/${name}.json`, import.meta.url), "utf8")
  ) as readonly T[];
}

/** Expects that a command has failed as commands should: one line that says why, nothing else, and the exit code. */
export function expectOneLine(
  {code, stdout, stderr}: Ran,
  expected: number,
  message: RegExp
): void {
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^ecco: [^\n]+\n$/);
  expect(stderr).not.toMatch(/ {4}at |unexpected/);
  expect(stdout).toBe("");
  expect(code).toBe(expected);
}
