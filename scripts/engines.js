/** The other engines that pages are tested in, Firefox and WebKitGTK: where they are, and how Debian installs them. */
import {existsSync} from "node:fs";

const first = (paths) => paths.find((path) => path && existsSync(path));

/** What Debian calls each, and what else it needs. */
const packages = {
  Firefox: ["firefox-esr"],
  WebKitGTK: ["webkit2gtk-driver", "libwebkit2gtk-4.1-0", "xvfb"]
};

/** Returns the path of Firefox (`ECCO_FIREFOX`, or the usual places), or undefined where there is none. */
export const findFirefox = () =>
  first([
    process.env.ECCO_FIREFOX,
    "/usr/bin/firefox-esr",
    "/usr/bin/firefox",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    "C:\\Program Files\\Mozilla Firefox\\firefox.exe"
  ]);

/** Returns the paths of WebKitGTK's driver and browser and of a screen for them; undefined where one of them is missing. */
export function findWebKit() {
  const driver = first(["/usr/bin/WebKitWebDriver"]);
  const browser = first(
    [
      "/usr/lib/x86_64-linux-gnu",
      "/usr/lib/aarch64-linux-gnu",
      "/usr/lib64",
      "/usr/libexec",
      "/usr/lib"
    ].map((folder) => `${folder}/webkit2gtk-4.1/MiniBrowser`)
  );
  const screen = first(["/usr/bin/Xvfb"]);
  return driver && browser && screen ? {driver, browser, screen} : undefined;
}

const found = {Firefox: findFirefox, WebKitGTK: findWebKit};

/** Returns what to do to have an engine. */
export const installing = (name) =>
  `${name} is not installed; on Debian: apt-get install ${packages[name].join(" ")}`;

/** Returns the engines that are missing. */
export const missingEngines = () => Object.keys(packages).filter((name) => !found[name]());

/** Returns what Debian calls the packages of engines. */
export const packagesOf = (names) => names.flatMap((name) => packages[name]);
