/** Installs what package-lock.json names, when it is missing or out of date. */
import {mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {pathToFileURL} from "node:url";
import {hasNode, root, run} from "./node.js";

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

function isCurrent() {
  const installed = modified("node_modules/.package-lock.json");
  return installed !== undefined && installed >= (modified("package-lock.json") ?? 0) && hasNode();
}

function modified(path) {
  return statSync(join(root, path), {throwIfNoEntry: false})?.mtimeMs;
}

async function install() {
  const installed = modified("node_modules/.package-lock.json");
  if (installed === undefined || installed < modified("package-lock.json")) {
    // Windows cannot replace a program that runs: then only what changed is installed.
    const keep =
      process.platform === "win32" && process.execPath.startsWith(join(root, "node_modules"));
    const command = keep ? ["install", "--no-save"] : ["ci"];
    console.error(
      `installing what package-lock.json names (npm ${command[0]}; once, about a minute)`
    );
    await npm([...command, "--no-audit", "--no-fund"]);
  }
  if (hasNode()) return;
  // npm runs the script that fetches Node only where scripts are allowed; fetching it is all the script does.
  console.error("fetching Node 24 from the package registry");
  await run(process.execPath, ["installArchSpecificPackage.js"], {
    env,
    cwd: join(root, "node_modules", "node")
  });
  if (!hasNode())
    console.error(`going on with Node ${process.versions.node}: Node 24 could not be fetched`);
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
