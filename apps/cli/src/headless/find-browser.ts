/** Which installed browser runs notebooks. */
import {existsSync} from "node:fs";
import {delimiter, join} from "node:path";
import {SourceError, DeviceError} from "@ecco/engine/errors";
import {chromium} from "playwright-core";
import type {Browser, LaunchOptions} from "playwright-core";

type Place = Pick<LaunchOptions, "executablePath" | "channel">;

/** As systems call it where it is one of their packages. */
const commands = ["chromium", "chromium-browser", "google-chrome", "microsoft-edge"];
/** Chrome and Edge where their installers put them, and Playwright's own Chromium. */
const channels = ["chrome", "msedge", "chromium"];

/** Returns the places of browsers, in the order they are tried. Throws SourceError for ECCO_BROWSER that is not there. */
function places(environment: NodeJS.ProcessEnv, installed: readonly string[]): readonly Place[] {
  const named = environment["ECCO_BROWSER"];
  if (named) {
    if (existsSync(named)) return [{executablePath: named}];
    throw new SourceError(
      `ECCO_BROWSER: ${named} is not there; expected the path of Chromium, Chrome or Edge`
    );
  }
  const folders = (environment["PATH"] ?? "").split(delimiter).filter(Boolean);
  const found = commands
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .filter((path) => existsSync(path));
  return [
    ...found.map((executablePath) => ({executablePath})),
    ...installed.map((channel) => ({channel}))
  ];
}

const args = [
  // WebGPU on the graphics card where there is one, also where the browser does not offer it by itself.
  "--enable-unsafe-webgpu",
  "--enable-features=Vulkan",
  // Questions to hosts of its maker. It takes the place of Playwright's own list, which has the storage of each frame
  // under its page left out, and then refuses notebooks any.
  "--disable-features=AimEnabled,MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,PreconnectToSearch"
];

/** Starts the first browser that is there. Throws SourceError where there is none, DeviceError where one does not start. */
export async function startBrowser(
  environment: NodeJS.ProcessEnv = process.env,
  installed: readonly string[] = channels
): Promise<Browser> {
  for (const place of places(environment, installed)) {
    try {
      return await chromium.launch({
        ...place,
        args,
        // Notebooks run in it. Linux does not let root have one.
        chromiumSandbox: environment["ECCO_BROWSER_SANDBOX"] !== "0" && process.getuid?.() !== 0,
        handleSIGINT: false
      });
    } catch (error) {
      if (!isAbsent(error)) throw notStarted(place, error);
    }
  }
  throw new SourceError(
    "no browser was found; install Chromium, Chrome or Edge (npx playwright install chromium, or your system's own package), or name one: ECCO_BROWSER=/path/to/chrome"
  );
}

const isAbsent = (error: unknown): boolean =>
  /is not found at|Executable doesn't exist|is not supported on/.test(String(error));

function notStarted({executablePath, channel}: Place, error: unknown): DeviceError {
  const text = String(error);
  const [line = "it ended at once"] =
    /^.*(?:no usable sandbox|error while loading|cannot open display|EACCES|ENOEXEC).*$/im.exec(
      text
    ) ?? text.split("\n");
  const isSandbox = /sandbox/i.test(line);
  const advice = isSandbox
    ? "ECCO_BROWSER_SANDBOX=0 starts it without its sandbox, which is for notebooks of your own only"
    : "start it once by itself, or name another one by ECCO_BROWSER";
  return new DeviceError(
    `${executablePath ?? channel} did not start (${line.trim().slice(0, 200)}); ${advice}`
  );
}
