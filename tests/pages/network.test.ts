/** What a notebook that runs sends past its page's policy: listeners of this machine and the browser's own log see it. */
import {createSocket} from "node:dgram";
import {once} from "node:events";
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {createServer as createHttp} from "node:http";
import type {AddressInfo} from "node:net";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import type {TestContext} from "vitest";
import type {Browser} from "playwright-core";
import {isConfined} from "../../apps/editor/src/frame/confined.ts";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";

const folder = mkdtempSync(join(tmpdir(), "ecco-network-"));
const log = join(folder, "net-log.json");
/** What listeners that no page may reach have got. */
const got: string[] = [];
const udp = createSocket("udp4", (message) => got.push(`${message.length} bytes by UDP`));
const tcp = createServer((socket) => {
  got.push("a connection by TCP");
  socket.on("error", () => undefined).end();
});
/** A page without any policy: what the tests would see of it; and one with the rule alone. */
const open = createHttp(({url}, response) => {
  const rule = url === "/ruled" ? {"connection-allowlist": "(response-origin)"} : {};
  response
    .writeHead(200, {"content-type": "text/html", ...rule})
    .end("<!doctype html><title>open</title>");
});
/** Whether this browser knows the rule. */
let known = false;
const portOf = (server: {address(): unknown}): number => (server.address() as AddressInfo).port;

let browser: Browser;
beforeAll(async () => {
  browser = await launch(false, [`--log-net-log=${log}`, "--net-log-capture-mode=Everything"]);
  await Promise.all([
    once(udp.bind(0, "127.0.0.1"), "listening"),
    once(tcp.listen(0, "127.0.0.1"), "listening"),
    once(open.listen(0, "127.0.0.1"), "listening")
  ]);
  const page = await browser.newPage();
  await page.goto(`http://localhost:${portOf(open)}/ruled`);
  known = await page.evaluate(isConfined, 5000);
  await page.close();
});
afterAll(() => {
  udp.close();
  tcp.close();
  open.close();
  rmSync(folder, {recursive: true, force: true});
});

/** Opens a connection that asks the listeners in every way there is, and waits until nothing more comes of it. */
const connection = (name: string, from = "globalThis"): string => `async () => {
  const [udp, tcp] = [${portOf(udp)}, ${portOf(tcp)}];
  const iceServers = [
    {urls: "stun:127.0.0.1:" + udp},
    {urls: ["turn:127.0.0.1:" + udp, "turn:127.0.0.1:" + tcp + "?transport=tcp"], username: "a", credential: "b"},
    {urls: "stun:${name}-stun.example:3478"}
  ];
  const {RTCPeerConnection} = ${from};
  const [a, b] = [new RTCPeerConnection({iceServers, iceCandidatePoolSize: 2}), new RTCPeerConnection()];
  a.createDataChannel("x");
  await a.setLocalDescription();
  await b.setRemoteDescription(a.localDescription);
  await b.setLocalDescription();
  await a.setRemoteDescription(b.localDescription);
  for (const [place, kind] of [["127.0.0.1 " + udp, "udp"], ["127.0.0.1 " + tcp, "tcp"], ["${name}-candidate.example 9", "udp"]]) {
    const candidate = "candidate:1 1 " + kind + " 2113937151 " + place + " typ host" + (kind === "tcp" ? " tcptype passive" : "");
    await a.addIceCandidate({candidate, sdpMid: "0", sdpMLineIndex: 0})?.catch(() => undefined);
  }
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return a.connectionState;
}`;

/** Names other hosts in every way a page can, none of them by a click. */
const names = `async () => {
  const at = (name) => "http://leak-" + name + ".example/";
  const add = (tag, properties) => {
    const element = Object.assign(document.createElement(tag), properties);
    document.body.append(element);
    return element;
  };
  for (const rel of ["preconnect", "dns-prefetch", "prefetch", "prerender", "modulepreload", "preload", "stylesheet", "icon", "manifest"])
    document.head.append(Object.assign(document.createElement("link"), {rel, href: at(rel), as: "image"}));
  document.head.append(Object.assign(document.createElement("meta"), {httpEquiv: "x-dns-prefetch-control", content: "on"}));
  document.head.append(Object.assign(document.createElement("meta"), {httpEquiv: "content-security-policy", content: "report-uri " + at("report")}));
  add("a", {href: at("link"), textContent: "a link"});
  add("a", {href: "#", ping: at("ping"), textContent: "a ping"}).click();
  add("a", {href: at("download"), download: "x", textContent: "a download"}).click();
  add("iframe", {src: at("frame")});
  add("iframe", {srcdoc: "<img src='" + at("srcdoc") + "'><meta http-equiv=refresh content='0;url=" + at("srcdoc-refresh") + "'>"});
  add("object", {data: at("object")});
  add("embed", {src: at("embed")});
  add("video", {src: at("video"), poster: at("poster")});
  add("audio", {src: at("audio")});
  add("img", {src: at("image"), srcset: at("srcset") + " 2x"});
  add("script", {src: at("script")});
  add("script", {type: "speculationrules", textContent: JSON.stringify({prefetch: [{urls: [at("rules")], eagerness: "immediate"}]})});
  add("style", {textContent: "@import '" + at("import") + "'; @font-face {font-family: q; src: url(" + at("font") + ")} b {font-family: q; background: url(" + at("background") + ")}"});
  add("b", {textContent: "text"});
  const holder = add("div", {});
  holder.innerHTML = "<svg><image href='" + at("svg-image") + "'/><use href='" + at("svg-use") + "#a'/></svg>";
  add("form", {action: at("form"), method: "post"}).submit();
  const tries = [
    () => fetch(at("fetch"), {mode: "no-cors"}),
    () => navigator.sendBeacon(at("beacon"), "x"),
    () => new WebSocket(at("socket").replace("http", "ws")),
    () => new EventSource(at("events")),
    () => new WebTransport(at("transport").replace("http", "https")).ready,
    () => new Worker(at("worker")),
    () => new SharedWorker(at("shared-worker")),
    () => navigator.serviceWorker.register(at("service-worker")),
    () => import(at("module")),
    () => globalThis.fetchLater(at("later")),
    () => new PaymentRequest([{supportedMethods: at("payment").replace("http", "https")}], {total: {label: "x", amount: {currency: "EUR", value: "1"}}}).canMakePayment(),
    () => navigator.credentials.get({identity: {providers: [{configURL: at("identity").replace("http", "https"), clientId: "x"}]}}),
    () => navigator.joinAdInterestGroup({owner: at("group").replace("http", "https"), name: "x", updateURL: at("group").replace("http", "https")}, 1000),
    () => CSS.paintWorklet?.addModule(at("worklet")),
    () => open(at("window")),
    () => { const worker = new Worker(URL.createObjectURL(new Blob(["fetch('" + at("from-worker") + "').catch(() => 0); try { importScripts('" + at("import-scripts") + "') } catch {}"]))); return worker; },
    () => { const child = add("iframe", {}); child.contentDocument.body.innerHTML = "<link rel=preconnect href='" + at("child") + "'><img src='" + at("child-image") + "'>"; }
  ];
  for (const each of tries) try { Promise.resolve(each()).catch(() => undefined); } catch {}
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return "done";
}`;

/** Says aloud that this browser does not know the rule, and leaves the test out. */
function skipUnknown(context: TestContext): void {
  if (!known) context.skip(`Chromium ${browser.version()} does not know Connection-Allowlist`);
}

async function run(text: string, context: TestContext): Promise<string | null> {
  skipUnknown(context);
  await using host = await EditorHost.start({
    "test.html": notebookOf(`display(await (${text})())`)
  });
  const editor = await EditorPage.open(browser, host.url("test.html"));
  await editor.settled();
  const said = await editor.output(1).textContent();
  await editor.context.close();
  return said;
}

/** Runs what the notebook does not outlive. */
async function goesAway(text: string, context: TestContext): Promise<void> {
  skipUnknown(context);
  await using host = await EditorHost.start({"test.html": notebookOf("1")});
  const editor = await EditorPage.open(browser, host.url("test.html"));
  await editor.frame.evaluate(`void setTimeout(() => { ${text} })`);
  // As long as it waits itself, and then some.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await editor.context.close();
}

describe("past the policy", () => {
  test("the listeners see what a page without rules does", async () => {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${portOf(open)}/`);
    await page.evaluate(`(${connection("seen")})()`);
    await page.close();
    expect(new Set(got)).toContain("a connection by TCP");
    expect(got.filter((each) => each.endsWith("UDP")).length).toBeGreaterThan(0);
  });

  test("WebRTC of a notebook sends nothing", async (context) => {
    got.length = 0;
    await run(connection("leak"), context);
    expect(got).toEqual([]);
  });

  test("nor that of an empty page within it", async (context) => {
    got.length = 0;
    const child = "document.body.appendChild(document.createElement('iframe')).contentWindow";
    // This browser ends the notebook's process for it.
    await goesAway(`(${connection("leak", child)})()`, context);
    expect(got).toEqual([]);
  });

  test("no name that a notebook knows is looked up, in no way", async (context) => {
    expect(await run(names, context)).toBe('"done"');
    await goesAway(`location.href = "http://leak-itself.example/"`, context);
    const page = await browser.newPage();
    await page.goto("http://seen-by-the-log.example/").catch(() => undefined);
    await browser.close();
    const looked = new Set(readFileSync(log, "utf8").match(/(?:leak|seen)-[\w-]+\.example/g));
    expect([...looked].filter((name) => name.startsWith("leak"))).toEqual([]);
    expect(looked).toContain("seen-by-the-log.example");
  });
});
