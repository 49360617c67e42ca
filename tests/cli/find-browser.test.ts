import {expect, test} from "vitest";
import {startBrowser} from "../../apps/cli/src/headless/find-browser.ts";
import {ecco, expectOneLine} from "./ecco.ts";

test("without a browser, what to install is said", async () => {
  await expect(startBrowser({PATH: "/nowhere"}, [])).rejects.toMatchObject({
    code: "source",
    message: expect.stringMatching(/^no browser was found; install Chromium, .* ECCO_BROWSER=/)
  });
});

test("browsers that are not installed where they usually are count as absent", async () => {
  const environment = {PATH: "", PLAYWRIGHT_BROWSERS_PATH: "/nowhere"};
  await expect(startBrowser(environment, ["chrome-canary"])).rejects.toMatchObject({
    message: expect.stringMatching(/^no browser was found/)
  });
});

test.each<[string, string, RegExp]>([
  [
    "that is not there",
    "/nowhere/chrome",
    /ECCO_BROWSER: \/nowhere\/chrome is not there; expected/
  ],
  ["that is no program", import.meta.filename, /did not start \(.*EACCES.*\); .*ECCO_BROWSER/]
])("a browser %s: one line, exit 2", async (_, path, message) => {
  const ran = await ecco(["notebook", "run", "notebooks/00-welcome.html"], {
    env: {ECCO_BROWSER: path}
  });
  expectOneLine(ran, 2, message);
});

test.each<[string, readonly string[], number, RegExp]>([
  ["a notebook that is not there", ["run", "x.html"], 2, /x\.html is not there, or not a file/],
  [
    "another file",
    ["run", "package.json"],
    1,
    /package\.json is not a notebook; expected .*\.html/
  ],
  [
    "a notebook elsewhere",
    ["run", "notebooks/00-welcome.html", "--folder", "models"],
    1,
    /is not in models; expected a notebook of that folder/
  ],
  ["no time", ["run", "notebooks/00-welcome.html", "--timeout", "0"], 1, /'0'.*above 0/],
  ["a folder that is not there", ["check", "nowhere"], 2, /nowhere is not there, or not a folder/],
  ["a folder without notebooks", ["check", "apps/cli/bin"], 2, /has no notebooks; expected files/]
])("%s: one line, and the exit code", async (_, args, code, message) => {
  expectOneLine(await ecco(["notebook", ...args]), code, message);
});
