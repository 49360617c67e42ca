/** What goes wrong, said as: what, got, expected, what to do. */
export type ErrorCode = "input" | "source" | "unsupported" | "shape" | "memory" | "device";

/** Characters of a message: what it names may be as long as a file, and the end says what to do. */
const [first, last] = [1500, 500];

/** Returns a message in one line: what a file calls its parts moves no terminal's cursor and turns no text around. */
function inOneLine(message: string): string {
  const short =
    message.length > first + last
      ? `${message.slice(0, first)} … ${message.slice(-last)}`
      : message;
  return short
    .toWellFormed()
    .replaceAll(/\s*[\n\r\t]\s*/g, " ")
    .replaceAll(
      /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`
    );
}

/** Returns how a message shows what a file or caller gave: as JSON, its beginning alone where it is long. */
export function shown(value: unknown, most: number = 80): string {
  if (value === undefined) return "missing";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  // Without these, a text of megabytes would be written out to be cut.
  const short = typeof value === "string" ? value.slice(0, most) : value;
  try {
    const text = JSON.stringify(short) ?? typeof value;
    return text.length > most + 2 || short !== value ? `${text.slice(0, most)}…` : text;
  } catch {
    // JSON.parse reads lists a million deep, JSON.stringify does not write them.
    return "nested too deep to show";
  }
}

/** Thrown by everything in Ecco that can say what is wrong. */
export class EccoError extends Error {
  // Written out: a bundler renames classes.
  override readonly name: string = "EccoError";
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(inOneLine(message), options);
    this.code = code;
  }
}

/** Thrown when the caller's input or option cannot be used. */
export class InputError extends EccoError {
  override readonly name = "InputError";
  constructor(message: string, options?: ErrorOptions) {
    super("input", message, options);
  }
}

/** Thrown when a model, notebook or file cannot be read. */
export class SourceError extends EccoError {
  override readonly name = "SourceError";
  constructor(message: string, options?: ErrorOptions) {
    super("source", message, options);
  }
}

/** Thrown when an architecture, operation or method is not known here. */
export class UnsupportedError extends EccoError {
  override readonly name = "UnsupportedError";
  constructor(message: string, options?: ErrorOptions) {
    super("unsupported", message, options);
  }
}

/** Thrown when shapes do not fit. */
export class ShapeError extends EccoError {
  override readonly name = "ShapeError";
  constructor(message: string, options?: ErrorOptions) {
    super("shape", message, options);
  }
}

/** Thrown when a backend lacks memory, or its device is gone. */
export class DeviceError extends EccoError {
  override readonly name = "DeviceError";
  constructor(message: string, code: "memory" | "device" = "device", options?: ErrorOptions) {
    super(code, message, options);
  }
}
