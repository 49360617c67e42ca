/** Installs what package-lock.json names, when it is missing or out of date. */
import {mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {pathToFileURL} from "node:url";
import {root, run} from "./node.js";

const lock = join(root, ".setup-lock");
/** onnxruntime-node would download CUDA libraries; its CPU library is inside the package. */
const env = {ONNXRUNTIME_NODE_INSTALL_CUDA: "skip"};

/** Brings node_modules up to date; throws when that fails. */
export async function setup() {
  if (isCurrent()) return;
  await acquire();
  try {
    if (!isCurrent()) await install();
  } finally {
    rmSync(lock, {recursive: true, force: true});
  }
}

/** What npm and pnpm leave in node_modules when they have installed. */
const traces = {npm: "node_modules/.package-lock.json", pnpm: "node_modules/.modules.yaml"};

function isCurrent() {
  const wanted = modified("package-lock.json") ?? 0;
  return Object.values(traces).some((trace) => (modified(trace) ?? -1) >= wanted);
}

function modified(path) {
  return statSync(join(root, path), {throwIfNoEntry: false})?.mtimeMs;
}

async function install() {
  if (modified(traces.pnpm) !== undefined && modified(traces.npm) === undefined)
    throw new Error(
      "node_modules is older than package-lock.json: run `pnpm install`, then try again"
    );
  console.error("installing what package-lock.json names (npm ci; once, about a minute)");
  await npm(["ci", "--no-audit", "--no-fund"]);
}

async function npm(args) {
  const script = process.env.npm_execpath;
  const isScript = script !== undefined && /npm-cli\.[cm]?js$/.test(script);
  const code = isScript
    ? await run(process.execPath, [script, ...args], {env, output: 2})
    : await run("npm", args, {env, output: 2, shell: process.platform === "win32"});
  if (code !== 0)
    throw new Error(
      `npm ${args[0]} ended with code ${code}: see its message above, then try again`
    );
}

/** Waits until no other set-up of this checkout runs, then makes others wait. */
async function acquire() {
  for (let told = false; ; await sleep(500)) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, "pid"), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (isAbandoned()) rmSync(lock, {recursive: true, force: true});
    else if (!told) console.error("waiting for another set-up of this checkout to end");
    told = true;
  }
}

function isAbandoned() {
  try {
    process.kill(Number(readFileSync(join(lock, "pid"), "utf8")), 0);
    return false;
  } catch (error) {
    // ENOENT: the other one is just writing its number, unless the folder has been there for long.
    return (
      error.code === "ESRCH" ||
      (error.code === "ENOENT" && Date.now() - (modified(".setup-lock") ?? 0) > 5000)
    );
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setup().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
