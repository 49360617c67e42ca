/** Firefox, driven by WebDriver BiDi, which it speaks itself. */
import {spawn, type ChildProcess} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createInterface} from "node:readline";
import WebSocket from "ws";
import {findFirefox, installing} from "../../../scripts/engines.js";
import {clicked, pressed} from "./actions.ts";
import {sourceOf, type Engine, type EnginePage, type Scope} from "./engine.ts";

/** A profile that asks nothing, remembers nothing and calls no host of its maker. */
const preferences = {
  "app.update.auto": false,
  "app.normandy.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
  "toolkit.telemetry.enabled": false
};

async function start(): Promise<EnginePage> {
  const profile = mkdtempSync(join(tmpdir(), "ecco-firefox-"));
  writeFileSync(
    join(profile, "user.js"),
    Object.entries(preferences)
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
      .join("")
  );
  const firefox = spawn(
    findFirefox()!,
    ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile, "about:blank"],
    {stdio: ["ignore", "ignore", "pipe"], env: {...process.env, MOZ_CRASHREPORTER_DISABLE: "1"}}
  );
  const ended = new Promise<void>((resolve) => firefox.once("exit", () => resolve()));
  const close = async (): Promise<void> => {
    // It has nothing to keep, and may take long to say goodbye.
    firefox.kill("SIGKILL");
    await ended;
    rmSync(profile, {recursive: true, force: true, maxRetries: 5});
  };
  try {
    const connection = await Connection.open(`${await addressOf(firefox)}/session`);
    return await pageOf(connection, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** Returns the address at which Firefox listens, which it writes when it does. */
const addressOf = (firefox: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    createInterface({input: firefox.stderr!}).on("line", (line) => {
      const address = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1];
      if (address) resolve(address);
    });
    firefox.once("error", reject);
    firefox.once("exit", (code) => reject(new Error(`Firefox ended with code ${code}`)));
  });

interface Tree {
  readonly contexts: readonly {
    readonly context: string;
    readonly children: readonly {readonly context: string}[];
  }[];
}

async function pageOf(connection: Connection, close: () => Promise<void>): Promise<EnginePage> {
  await connection.call("session.new", {capabilities: {}});
  let context = "";
  /** Goes on in a tab of its own: what an earlier page still waits for holds up nothing. */
  const openTab = async (): Promise<void> => {
    const last = context;
    ({context} = await connection.call<{context: string}>("browsingContext.create", {type: "tab"}));
    const viewport = {width: 1280, height: 900};
    await connection.call("browsingContext.setViewport", {context, viewport});
    if (last) await connection.call("browsingContext.close", {context: last});
  };
  const scope = (at: () => Promise<string>): Scope => ({
    async evaluate(work, ...args) {
      const answer = await connection.call<{
        result: {value: string};
        exceptionDetails?: {text: string};
      }>("script.evaluate", {
        expression: sourceOf(work, args),
        awaitPromise: true,
        target: {context: await at()}
      });
      if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text);
      return JSON.parse(answer.result.value);
    }
  });
  const contextOf = async (index: number | undefined): Promise<string> => {
    if (index === undefined) return context;
    const tree = await connection.call<Tree>("browsingContext.getTree", {root: context});
    const frame = tree.contexts[0]?.children[index];
    if (!frame) throw new Error(`the page has no frame ${index}`);
    return frame.context;
  };
  const perform = async (actions: object, frame: number | undefined): Promise<void> =>
    void (await connection.call("input.performActions", {
      context: await contextOf(frame),
      actions: [actions]
    }));
  return {
    ...scope(async () => context),
    async open(url) {
      await openTab();
      await connection.call("browsingContext.navigate", {context, url, wait: "complete"});
    },
    type: (text, frame) => perform(pressed(text), frame),
    click: (x, y, frame) => perform(clicked(x, y), frame),
    frame: (index) => scope(() => contextOf(index)),
    async screenshot() {
      const {data} = await connection.call<{data: string}>("browsingContext.captureScreenshot", {
        context
      });
      return Buffer.from(data, "base64");
    },
    [Symbol.asyncDispose]: close
  };
}

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** Commands of WebDriver BiDi and their answers. */
class Connection {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: Buffer) => this.#answer(String(data)));
    socket.on("close", () => {
      for (const {reject} of this.#waiting.values()) reject(new Error("Firefox has closed"));
    });
  }

  static open(address: string): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(address, {perMessageDeflate: false});
      socket.once("error", reject);
      socket.once("open", () => resolve(new Connection(socket)));
    });
  }

  call<T>(method: string, params: object): Promise<T> {
    const id = ++this.#last;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, {resolve, reject});
      this.#socket.send(JSON.stringify({id, method, params}));
    });
  }

  #answer(text: string): void {
    const {id, type, result, error, message} = JSON.parse(text) as {
      readonly id?: number;
      readonly type: "success" | "error" | "event";
      readonly result?: never;
      readonly error?: string;
      readonly message?: string;
    };
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id!);
    if (type === "error") waiting.reject(new Error(`${error}: ${message}`));
    else waiting.resolve(result!);
  }
}

export const firefoxEngine: Engine = {
  name: "Firefox",
  missing: findFirefox() ? null : installing("Firefox"),
  start
};
