/** Errors as they come out of the worker. */
import {
  DeviceError,
  EccoError,
  InputError,
  ShapeError,
  SourceError,
  UnsupportedError
} from "@ecco/engine";
import type {ErrorCode} from "@ecco/engine";
import type {Failure} from "./protocol.ts";

const errors: {readonly [C in ErrorCode]: (message: string) => EccoError} = {
  input: (message) => new InputError(message),
  source: (message) => new SourceError(message),
  unsupported: (message) => new UnsupportedError(message),
  shape: (message) => new ShapeError(message),
  memory: (message) => new DeviceError(message, "memory"),
  device: (message) => new DeviceError(message)
};

/** Returns the error a worker has taken apart. */
export function toError({name, code, message}: Failure): Error {
  if (code) return errors[code](message);
  return name === "AbortError" ? new DOMException(message, name) : new Error(message);
}
