/** Says a line on stderr, clear of any progress line. */
export function say(line: string): void {
  clearStatus();
  process.stderr.write(`${line}\n`);
}

/** Prints a line of the answer on stdout. */
export function print(line: string): void {
  clearStatus();
  process.stdout.write(`${line}\n`);
}

/** Writes a part of a line on stdout. */
export function write(part: string): void {
  clearStatus();
  process.stdout.write(part);
}

let shown = false;
let last = 0;

/** Shows how far the work is, on a terminal only, at most ten times a second. */
export function status(text: string): void {
  if (!process.stderr.isTTY || (shown && performance.now() - last < 100)) return;
  last = performance.now();
  shown = true;
  process.stderr.write(`\r\u001b[2K${text}`);
}

function clearStatus(): void {
  if (shown) process.stderr.write("\r\u001b[2K");
  shown = false;
}
