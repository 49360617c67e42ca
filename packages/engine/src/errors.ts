/** What goes wrong, said as: what, got, expected, what to do. */
export type ErrorCode = "input" | "source" | "unsupported" | "shape" | "memory" | "device";

/** Thrown by everything in Ecco that can say what is wrong. */
export class EccoError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** Thrown when the caller's input or option cannot be used. */
export class InputError extends EccoError {
  constructor(message: string, options?: ErrorOptions) {
    super("input", message, options);
  }
}

/** Thrown when a model, notebook or file cannot be read. */
export class SourceError extends EccoError {
  constructor(message: string, options?: ErrorOptions) {
    super("source", message, options);
  }
}

/** Thrown when an architecture, operation or method is not known here. */
export class UnsupportedError extends EccoError {
  constructor(message: string, options?: ErrorOptions) {
    super("unsupported", message, options);
  }
}

/** Thrown when shapes do not fit. */
export class ShapeError extends EccoError {
  constructor(message: string, options?: ErrorOptions) {
    super("shape", message, options);
  }
}

/** Thrown when a backend lacks memory, or its device is gone. */
export class DeviceError extends EccoError {
  constructor(message: string, code: "memory" | "device" = "device", options?: ErrorOptions) {
    super(code, message, options);
  }
}
