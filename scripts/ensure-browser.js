/** Finds the browsers that tests use; on Debian as root (a container, CI) installs those that are missing. */
import {existsSync, readFileSync} from "node:fs";
import {findBrowser} from "./browser.js";
import {installing, missingEngines, packagesOf} from "./engines.js";
import {run} from "./node.js";

const env = {DEBIAN_FRONTEND: "noninteractive"};

/** What to do when there is no browser. */
export const advice =
  "no Chromium or Chrome found: install one (on Debian `apt-get install chromium`, on macOS `brew install --cask chromium`, " +
  "on Windows `winget install Google.Chrome`), or name it in the variable ECCO_BROWSER";

/** Returns the path of Chromium or Chrome, installing it where that needs no question; undefined when there is none. */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found || !canInstall()) return found;
  await install(["chromium"]);
  return findBrowser();
}

/** Installs Firefox and WebKitGTK where that needs no question. Says of each that is missing then how to install it. */
export async function ensureEngines() {
  const missing = missingEngines();
  if (missing.length > 0 && canInstall()) await install(packagesOf(missing));
  for (const name of missingEngines())
    console.error(`tests in ${name} are skipped: ${installing(name)}`);
}

async function install(names) {
  console.error(`browsers for tests are missing: installing Debian's ${names.join(", ")}`);
  await run("apt-get", ["update", "-q"], {env, output: 2});
  await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...names], {
    env,
    output: 2
  });
}

function canInstall() {
  if (process.platform !== "linux" || process.getuid() !== 0 || !existsSync("/etc/os-release"))
    return false;
  return /^(ID|ID_LIKE)=.*\bdebian\b/m.test(readFileSync("/etc/os-release", "utf8"));
}
