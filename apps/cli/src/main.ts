import {sayWhenSlow} from "./output/slow-reading.ts";
import {runProgram} from "./program.ts";

sayWhenSlow();

const stop = new AbortController();
let interrupted = 0;

/** A terminal and the launcher both pass the same Ctrl-C on, so only a later one means: at once. */
process.on("SIGINT", () => {
  if (interrupted && Date.now() - interrupted > 500) process.exit(130);
  interrupted ||= Date.now();
  stop.abort(new DOMException("interrupted", "AbortError"));
});
// A reader that has seen enough (`ecco … | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) =>
  process.exit(error.code === "EPIPE" ? 0 : 2)
);

await runProgram(process.argv.slice(2), stop.signal);
