import type {Browser} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";
import {eventually} from "../eventually.ts";

let browser: Browser;
beforeAll(async () => void (browser = await launch(false)));
afterAll(() => browser?.close());

/** What a cell does, and what is read at it. */
const tries: Readonly<Record<string, readonly [string, RegExp]>> = {
  "ok of a file that is not here": ["(await fetch('./data.json')).ok", /^false$/],
  "its text": [
    "await (await fetch('./data.json')).text()",
    /data\.json is not in the folder gallery; it has /
  ],
  "its JSON": ["await (await fetch('data.json')).json()", /is not in the folder gallery/],
  "its body": ["(await fetch('data.json')).body", /^null$/],
  "its status": ["(await fetch('data.json')).status", /^404$/],
  "a file that is here": [
    "(await (await fetch('/models/atlas/config.json')).json()).model_type",
    /gpt2|llama|bert/
  ],
  "data in the address": ["await (await fetch('data:,hello')).text()", /hello/],
  "another host": [
    "await fetch('https://example.invalid/a')",
    /fetch https:\/\/example\.invalid\/a: a notebook reaches no other host, by Ecco's policy.*ecco\.model/
  ],
  "another port": [
    "await fetch('http://localhost:1/a')",
    /fetch http:\/\/localhost:1\/a: a notebook reaches no other host/
  ],
  "a Request": [
    "await fetch(new Request('https://example.invalid/b'))",
    /fetch https:\/\/example\.invalid\/b: a notebook/
  ],
  "what was given up": [
    "await fetch('data:,a', {signal: AbortSignal.abort(new Error('given up'))})",
    /given up/
  ],
  "an image": [
    "html`<img src='https://example.invalid/a.png'>`",
    /image https:\/\/example\.invalid\/a\.png: a notebook reaches no other host/
  ],
  "a script": [
    "{const s = document.createElement('script'); s.src = 'https://example.invalid/a.js'; return s;}",
    /script https:\/\/example\.invalid\/a\.js: a notebook/
  ],
  "a style sheet": [
    "html`<link rel=stylesheet href='https://example.invalid/a.css'>`",
    /style sheet https:\/\/example\.invalid\/a\.css: a notebook/
  ],
  "a module": [
    "await import(['https:', '', 'example.invalid', 'a.mjs'].join('/'))",
    /https:\/\/example\.invalid\/a\.mjs is on another host, from which no code is loaded/
  ],
  "a WebSocket": [
    "{new WebSocket('wss://example.invalid/a');}",
    /connection to wss:\/\/example\.invalid\/a: a notebook/
  ],
  "an EventSource": [
    "{new EventSource('https://example.invalid/events');}",
    /connection to https:\/\/example\.invalid\/events: a notebook/
  ],
  "a beacon": [
    "navigator.sendBeacon('https://example.invalid/beacon')",
    /connection to https:\/\/example\.invalid\/beacon: a notebook/
  ],
  "a frame": [
    "html`<iframe src='https://example.invalid/frame'></iframe>`",
    /frame https:\/\/example\.invalid\/?[^ ]*: a notebook/
  ],
  "a worker": ["{new Worker('https://example.invalid/w.js');}", /example\.invalid\/w\.js/],
  "an image in a picture of its own": [
    "{const i = new Image(); i.src = 'https://example.invalid/new.png';}",
    /image https:\/\/example\.invalid\/new\.png: a notebook/
  ]
};

test("what a notebook does not get is said at its cell", async () => {
  const cells = Object.values(tries).map(([code]) =>
    code.startsWith("{") ? `display((() => ${code})())` : `display(${code})`
  );
  await using host = await EditorHost.start({"test.html": notebookOf(...cells)});
  const editor = await EditorPage.open(browser, host.url("test.html"));
  await editor.settled();
  const wrong: string[] = [];
  await eventually(async () => {
    const texts = await editor.frame.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>(".cell")].map(
        (cell) =>
          `${cell.querySelector(".place")!.textContent}${cell.querySelector(".refused")!.textContent}`
      )
    );
    wrong.splice(0);
    Object.entries(tries).forEach(([name, [, said]], index) => {
      if (!said.test(texts[index]!)) wrong.push(`${name}: ${texts[index]}`);
      // Once is enough.
      if (texts[index]!.split("reaches no other host").length > 2) wrong.push(`twice: ${name}`);
    });
    expect(wrong).toEqual([]);
  });
  // Playwright counts what the policy refuses as asked.
  editor.troubles.splice(0);
  await editor.close();
});
