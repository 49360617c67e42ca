/** Says a line on stderr, clear of any progress line. */
export function say(line: string): void {
  clearStatus();
  process.stderr.write(`${line}\n`);
}

/** Prints a line of the answer on stdout. */
export function print(line: string): void {
  clearStatus();
  process.stdout.write(`${line}\n`);
  open = false;
}

/** Writes a part of a line on stdout. */
export function write(part: string): void {
  clearStatus();
  process.stdout.write(part);
  open = !part.endsWith("\n");
}

let shown = false;
/** Whether a line of the answer has begun: a status would be written over it. */
let open = false;
let last = 0;

/** Shows how far the work is, on a terminal only, at most ten times a second unless it *must* be shown. */
export function status(text: string, must = false): void {
  if (!process.stderr.isTTY || open || (!must && shown && performance.now() - last < 100)) return;
  last = performance.now();
  shown = true;
  process.stderr.write(`\r\u001b[2K${text}`);
}

function clearStatus(): void {
  if (shown) process.stderr.write("\r\u001b[2K");
  shown = false;
}
