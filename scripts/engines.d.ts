type Name = "Firefox" | "WebKitGTK";
/** Returns the path of Firefox, or undefined where there is none. */
export function findFirefox(): string | undefined;
/** Returns the paths of WebKitGTK's driver and browser and of a screen for them; undefined where one is missing. */
export function findWebKit():
  | {readonly driver: string; readonly browser: string; readonly screen: string}
  | undefined;
/** Returns what to do to have an engine. */
export function installing(name: Name): string;
/** Returns the engines that are missing. */
export function missingEngines(): readonly Name[];
/** Returns what Debian calls the packages of engines. */
export function packagesOf(names: readonly Name[]): readonly string[];
