/** What goes wrong, said as: what, got, expected, what to do. */
export type ErrorCode = "input" | "source" | "unsupported" | "shape" | "memory" | "device";

/** Thrown by everything in Ecco that can say what is wrong. */
export class EccoError extends Error {
  // Written out: a bundler renames classes.
  override readonly name: string = "EccoError";
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
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
