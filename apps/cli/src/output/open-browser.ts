/** Opens an address that holds a secret in the reader's browser: by a file, since all users see what programs are given. */
import {spawn} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {say} from "./streams.ts";

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", '""']
};

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

/** A page that leads to the address. */
const page = (url: string): string => `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${escaped(url)}">
<title>Ecco</title>
<p><a href="${escaped(url)}">Open the editor</a></p>
`;

/**
 * Opens it, and returns what removes the file again. Where the browser cannot be opened, the address has been printed;
 * a browser in a sandbox may not see the file.
 */
export function openBrowser(url: string): () => void {
  // Both are this user's alone: no other can read the address, nor put a file of its own in the place of ours.
  const folder = mkdtempSync(join(tmpdir(), "ecco-open-"));
  const file = join(folder, "open.html");
  writeFileSync(file, page(url), {mode: 0o600, flag: "wx"});
  const [command, ...args] = openers[process.platform] ?? ["xdg-open"];
  const path = process.platform === "win32" ? file.replaceAll("&", "^&") : file;
  const child = spawn(command, [...args, path], {stdio: "ignore", detached: true});
  child.on("error", () => say("no browser could be opened: open the address yourself"));
  child.unref();
  return () => rmSync(folder, {recursive: true, force: true});
}
