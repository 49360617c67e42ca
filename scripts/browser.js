/** Finds Chromium or Chrome: `ECCO_BROWSER` or `CHROME_PATH`, the usual places, Playwright's cache. */
import {existsSync, readdirSync} from "node:fs";
import {homedir} from "node:os";
import {join} from "node:path";

const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe"
];

const caches = [
  process.env.PLAYWRIGHT_BROWSERS_PATH,
  join(homedir(), ".cache/ms-playwright"),
  join(homedir(), "Library/Caches/ms-playwright"),
  process.env.LOCALAPPDATA && join(process.env.LOCALAPPDATA, "ms-playwright")
];

const inside = [
  "chrome-linux/chrome",
  "chrome-linux64/chrome",
  "chrome-win/chrome.exe",
  "chrome-win64/chrome.exe",
  "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
  "chrome-mac-arm64/Chromium.app/Contents/MacOS/Chromium"
];

/**
 * An argument that leaves out what tests have no use for: pages of Chromium's own for its address bar, which every new
 * window loads and which are more work than the editor; questions to hosts of its maker. *more* is left out as well.
 */
export const withoutFeatures = (...more) =>
  `--disable-features=${[
    ...more,
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AimEnabled",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PreconnectToSearch"
  ].join()}`;

/** Returns the path of a browser, or undefined when there is none. */
export function findBrowser() {
  const named = [process.env.ECCO_BROWSER, process.env.CHROME_PATH];
  const cached = caches
    .filter(Boolean)
    .filter(existsSync)
    .flatMap((cache) =>
      readdirSync(cache)
        .filter((name) => /^chromium-\d+$/.test(name))
        .sort()
        .reverse()
        .flatMap((name) => inside.map((path) => join(cache, name, path)))
    );
  return [...named, ...usual, ...cached].find((path) => path && existsSync(path));
}
