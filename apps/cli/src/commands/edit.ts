import {statSync} from "node:fs";
import {basename, dirname, resolve} from "node:path";
import {InputError, SourceError} from "@ecco/engine/errors";
import {InvalidArgumentError} from "commander";
import type {Command} from "commander";
import {modelFolder} from "../input/notebook-options.ts";
import type {GlobalOptions} from "../input/options.ts";
import {openBrowser} from "../output/open-browser.ts";
import {print, say} from "../output/streams.ts";
import {identityOf} from "../server/folder-identity.ts";
import {LastPorts, portsOf} from "../server/ports.ts";
import type {EditorServer, ServerOptions} from "../server/start-server.ts";
import {stateFolder} from "../server/state-folder.ts";

interface Options extends GlobalOptions {
  readonly open: boolean;
  readonly port?: number;
  readonly trust?: boolean;
}

/** Adds `ecco edit`. */
export function edit(program: Command, signal: AbortSignal): void {
  program
    .command("edit")
    .description("open the notebook editor, served from this machine to this machine")
    .argument(
      "[path]",
      "folder of notebooks, or one notebook; defaults to notebooks/, else this folder"
    )
    .option("--port <number>", "port to serve at; defaults to one of the folder's own", toPort)
    .option("--no-open", "do not open the browser")
    .option("--trust", "run every notebook of the folder when it is opened, whoever wrote it")
    .action(async (path: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const {startServer} = await import("../server/start-server.ts");
      const {builtEditor} = await import("../server/build-editor.ts");
      const place = locate(path);
      const editor = await builtEditor(say);
      signal.throwIfAborted();
      const identity = identityOf(place.root);
      let forget = (): void => undefined;
      const ports = options.port === undefined ? portsOf(identity) : [options.port];
      const server = await start(startServer, ports, {
        ...place,
        models: modelFolder(options.models),
        editor,
        version: program.version() ?? "",
        trust: options.trust ?? false,
        say,
        entered: () => forget()
      });
      print(`Ecco edits ${place.folder}/ at ${server.url}`);
      if (options.trust) say("--trust: every notebook of this folder runs when it is opened");
      if (options.open) forget = openBrowser(server.url);
      sayLastPort(identity, server.port);
      say("Ctrl-C ends it");
      await new Promise((done) => {
        if (signal.aborted) done(undefined);
        else signal.addEventListener("abort", done, {once: true});
      });
      forget();
      await server.close();
    });
}

function toPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535)
    throw new InvalidArgumentError("expected a number from 0 (any free one) to 65535");
  return port;
}

type Place = Pick<ServerOptions, "root" | "folder" | "open">;

function locate(path: string | undefined): Place {
  const target = resolve(path ?? (isFolder("notebooks") ? "notebooks" : "."));
  if (isFolder(target)) return {root: target, folder: basename(target), open: null};
  if (statSync(target, {throwIfNoEntry: false})?.isFile()) {
    if (!target.endsWith(".html"))
      throw new InputError(
        `${path} is not a notebook; expected a file that ends in .html, or a folder`
      );
    const root = dirname(target);
    return {root, folder: basename(root), open: basename(target)};
  }
  throw new SourceError(`${path} is not there; expected a folder of notebooks or a notebook`);
}

const isFolder = (path: string): boolean =>
  statSync(path, {throwIfNoEntry: false})?.isDirectory() ?? false;

async function start(
  startServer: (options: ServerOptions) => Promise<EditorServer>,
  ports: readonly number[],
  options: Omit<ServerOptions, "port">
): Promise<EditorServer> {
  for (const port of ports) {
    try {
      return await startServer({...options, port});
    } catch (error) {
      const {code} = error as NodeJS.ErrnoException;
      if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
      if (ports.length === 1)
        throw new InputError(
          `port ${port} cannot be used: ${code === "EACCES" ? "it is not allowed" : "another program has it"}; choose another with --port, or leave it out`
        );
    }
  }
  throw new InputError("no port is free on this machine; end another server first");
}

/** A browser keeps what was typed and not saved by the port it was typed at. */
function sayLastPort(identity: string, port: number): void {
  const last = new LastPorts(stateFolder());
  const before = last.get(identity);
  if (before !== null && before !== port)
    say(
      `this folder was at port ${before} before: what was typed there and not saved is offered there, by --port ${before}`
    );
  last.set(identity, port);
}
