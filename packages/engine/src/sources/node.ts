type Builtins = {
  "node:crypto": typeof import("node:crypto");
  "node:dns": typeof import("node:dns");
  "node:http": typeof import("node:http");
  "node:https": typeof import("node:https");
  "node:module": typeof import("node:module");
  "node:os": typeof import("node:os");
  "node:fs/promises": typeof import("node:fs/promises");
  "node:path": typeof import("node:path");
  "node:stream": typeof import("node:stream");
  "node:url": typeof import("node:url");
  "node:vm": typeof import("node:vm");
  "node:zlib": typeof import("node:zlib");
};

/** Whether this is Node (or another runtime with its modules) and not a page or a browser's worker. */
export function inNode(): boolean {
  return typeof process === "object" && typeof process.getBuiltinModule === "function";
}

/** Returns a module of Node's own without an import, so that bundles for browsers do not mention it. */
export function builtin<N extends keyof Builtins>(name: N): Builtins[N] {
  return process.getBuiltinModule(name) as Builtins[N];
}
