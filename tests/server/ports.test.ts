import {execFileSync} from "node:child_process";
import {mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, onTestFinished, test} from "vitest";
import {LastPorts, portsOf} from "../../apps/cli/src/server/ports.ts";

/** Those that browsers refuse to open, of the part of the range where there could be some. */
const refused = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669,
  6679, 6697, 10080
]);

test("every folder has ports of its own, the same each time, and then any", () => {
  const seen = new Set<number>();
  for (let n = 0; n < 500; n++) {
    const identity = (n * 0x9e3779b1).toString(16).padStart(16, "0");
    const ports = portsOf(identity);
    expect(portsOf(identity)).toEqual(ports);
    expect(ports.at(-1)).toBe(0);
    const own = ports.slice(0, -1);
    expect(new Set(own).size).toBe(own.length);
    for (const port of own) {
      expect(port).toBeGreaterThanOrEqual(24_000);
      expect(port).toBeLessThan(32_000);
      expect(refused.has(port)).toBe(false);
    }
    seen.add(own[0]!);
  }
  expect(seen.size).toBeGreaterThan(450);
});

test("where a folder was last is remembered; what is no port is not believed", () => {
  const state = mkdtempSync(join(tmpdir(), "ecco-ports-"));
  onTestFinished(() => rmSync(state, {recursive: true, force: true}));
  const last = new LastPorts(join(state, "not-there-yet"));
  expect(last.get("0123456789abcdef")).toBeNull();
  last.set("0123456789abcdef", 24_001);
  last.set("fedcba9876543210", 24_002);
  last.set("0123456789abcdef", 24_003);
  expect(last.get("0123456789abcdef")).toBe(24_003);
  for (const text of ["", "0", "70000", "-1", "1e4", "24001; rm -rf", "x".repeat(1e6)]) {
    writeFileSync(join(state, "not-there-yet/ports/fedcba9876543210"), text);
    expect(last.get("fedcba9876543210")).toBeNull();
  }
  // Nowhere to write: nothing is remembered, and nothing fails.
  writeFileSync(join(state, "file"), "");
  const nowhere = new LastPorts(join(state, "file"));
  nowhere.set("0123456789abcdef", 1);
  expect(nowhere.get("0123456789abcdef")).toBeNull();
  mkdirSync(join(state, "ports", "0123456789abcdef"), {recursive: true});
  expect(new LastPorts(state).get("0123456789abcdef")).toBeNull();
});

test.skipIf(process.platform === "win32")(
  "a pipe and a link in the place of a port: not waited for, not followed, replaced",
  () => {
    const state = mkdtempSync(join(tmpdir(), "ecco-ports-"));
    onTestFinished(() => rmSync(state, {recursive: true, force: true}));
    mkdirSync(join(state, "ports"));
    writeFileSync(join(state, "theirs"), "24001");
    const last = new LastPorts(state);
    for (const make of [
      (file: string) => execFileSync("mkfifo", [file]),
      (file: string) => symlinkSync("/dev/zero", file),
      (file: string) => symlinkSync(join(state, "theirs"), file)
    ]) {
      const file = join(state, "ports/0123456789abcdef");
      rmSync(file, {force: true});
      make(file);
      expect(last.get("0123456789abcdef")).toBeNull();
      last.set("0123456789abcdef", 24_005);
      expect(last.get("0123456789abcdef")).toBe(24_005);
    }
    expect(readFileSync(join(state, "theirs"), "utf8")).toBe("24001");
  }
);
