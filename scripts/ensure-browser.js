/** Finds Chromium or Chrome; on Debian as root (a container, CI) installs it. */
import {existsSync, readFileSync} from "node:fs";
import {findBrowser} from "./browser.js";
import {run} from "./node.js";

const env = {DEBIAN_FRONTEND: "noninteractive"};

/** What to do when there is no browser. */
export const advice =
  "no Chromium or Chrome found: install one (on Debian `apt-get install chromium`, on macOS `brew install --cask chromium`, " +
  "on Windows `winget install Google.Chrome`), or name it in the variable ECCO_BROWSER";

/** Returns the path of a browser, installing it where that needs no question; undefined when there is none. */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found || !canInstall()) return found;
  console.error("no Chromium or Chrome found: installing Debian's chromium");
  await run("apt-get", ["update", "-q"], {env, output: 2});
  await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], {
    env,
    output: 2
  });
  return findBrowser();
}

function canInstall() {
  if (process.platform !== "linux" || process.getuid() !== 0 || !existsSync("/etc/os-release"))
    return false;
  return /^(ID|ID_LIKE)=.*\bdebian\b/m.test(readFileSync("/etc/os-release", "utf8"));
}
