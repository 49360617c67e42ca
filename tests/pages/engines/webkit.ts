/** WebKitGTK's MiniBrowser on a screen of its own, driven by WebKitWebDriver. */
import {spawn, type ChildProcess} from "node:child_process";
import {createServer, type AddressInfo} from "node:net";
import {findWebKit, installing} from "../../../scripts/engines.js";
import {patience} from "../../eventually.ts";
import {clicked, pressed} from "./actions.ts";
import {sourceOf, type Engine, type EnginePage, type Scope} from "./engine.ts";

async function start(): Promise<EnginePage> {
  const {driver, browser, screen} = findWebKit()!;
  /** What is open, in the order in which it was opened. */
  const open: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const each of open.toReversed()) await each();
  };
  try {
    const {display, process: xvfb} = await screenOf(screen);
    open.push(() => end(xvfb));
    const port = await freePort();
    const webdriver = spawn(driver, [`--port=${port}`, "--host=127.0.0.1"], {
      stdio: "ignore",
      // GTK asks for a bus of accessibility that a container lacks, and waits for it.
      env: {...process.env, DISPLAY: display, NO_AT_BRIDGE: "1", GDK_BACKEND: "x11"}
    });
    open.push(() => end(webdriver));
    const session = await Session.open(`http://127.0.0.1:${port}`, browser);
    open.push(() => session.close());
    await session.call("window/rect", {width: 1280, height: 900});
    return pageOf(session, close);
  } catch (error) {
    await close();
    throw error;
  }
}

const pageOf = (session: Session, close: () => Promise<void>): EnginePage => ({
  ...scopeOf(session, undefined),
  open: async (url) => void (await session.call("url", {url})),
  // Keys go to where the focus is, and clicks to what lies there, whatever frame that is.
  type: async (text) => void (await session.call("actions", {actions: [pressed(text)]})),
  async click(x, y, frame) {
    const at = frame === undefined ? {x: 0, y: 0} : await placeOf(session, frame);
    await session.call("actions", {actions: [clicked(at.x + x, at.y + y)]});
  },
  frame: (index) => scopeOf(session, index),
  screenshot: async () => Buffer.from(await session.call<string>("screenshot"), "base64"),
  [Symbol.asyncDispose]: close
});

/** Returns what looks into the page, or into one of its frames. */
const scopeOf = (session: Session, frame: number | undefined): Scope => ({
  evaluate: (work, ...args) =>
    session.within(frame, async () => {
      const script = `const [done] = arguments; ${sourceOf(work, args)}.then((json) => done({json}), (error) => done({error: String(error)}))`;
      const {json, error} = await session.call<{json?: string; error?: string}>("execute/async", {
        script,
        args: []
      });
      if (json === undefined) throw new Error(error);
      return JSON.parse(json);
    })
});

/** Returns where in the page a frame lies. */
const placeOf = (
  session: Session,
  index: number
): Promise<{readonly x: number; readonly y: number}> =>
  scopeOf(session, undefined).evaluate((wanted) => {
    const frames = (root: ParentNode): readonly Element[] =>
      [...root.querySelectorAll("*")].flatMap((each) => [
        ...(each.localName === "iframe" ? [each] : []),
        ...(each.shadowRoot ? frames(each.shadowRoot) : [])
      ]);
    const {x, y} = frames(document)[wanted]!.getBoundingClientRect();
    return {x, y};
  }, index);

/** Starts a screen that nobody sees, and returns its number once it is there. */
async function screenOf(program: string): Promise<{display: string; process: ChildProcess}> {
  const xvfb = spawn(
    program,
    ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
    {stdio: ["ignore", "ignore", "ignore", "pipe"]}
  );
  const display = await new Promise<string>((resolve, reject) => {
    xvfb.stdio[3]!.once("data", (number: Buffer) => resolve(`:${String(number).trim()}`));
    xvfb.once("exit", (code) => reject(new Error(`Xvfb ended with code ${code}`)));
  });
  return {display, process: xvfb};
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await ended;
}

/** Returns a port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const {port} = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Commands of WebDriver and their answers. */
class Session {
  readonly #address: string;

  private constructor(address: string) {
    this.#address = address;
  }

  static async open(driver: string, binary: string): Promise<Session> {
    const capabilities = {
      alwaysMatch: {
        "webkitgtk:browserOptions": {binary, args: ["--automation"]},
        timeouts: {script: patience}
      }
    };
    for (let tries = patience / 100; ; tries--) {
      try {
        const {sessionId} = await send<{sessionId: string}>("POST", `${driver}/session`, {
          capabilities
        });
        return new Session(`${driver}/session/${sessionId}`);
      } catch (error) {
        // The driver does not listen yet.
        if (!(error instanceof TypeError) || tries === 0) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  call<T>(command: string, body?: object): Promise<T> {
    return send(body ? "POST" : "GET", `${this.#address}/${command}`, body);
  }

  /** Does something in a frame of the page, or in the page itself, where it goes on afterwards. */
  async within<T>(frame: number | undefined, work: () => Promise<T>): Promise<T> {
    if (frame === undefined) return work();
    await this.call("frame", {id: frame});
    try {
      return await work();
    } finally {
      await this.call("frame", {id: null});
    }
  }

  close(): Promise<unknown> {
    return send("DELETE", this.#address);
  }
}

async function send<T>(method: string, address: string, body?: object): Promise<T> {
  const response = await fetch(address, {method, ...(body ? {body: JSON.stringify(body)} : {})});
  const {value} = (await response.json()) as {value: T & {error?: string; message?: string}};
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

export const webkitEngine: Engine = {
  name: "WebKitGTK",
  missing: findWebKit() ? null : installing("WebKitGTK"),
  start
};
