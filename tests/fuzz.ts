/**
 * Readers meet what no honest writer writes: cases made from a valid file's structure, by a seed.
 *
 * In the check a fuzzer runs a number of cases; with ECCO_EVERYTHING=1 it goes on for ECCO_FUZZ_SECONDS (60 without it).
 * A failure names its case: ECCO_FUZZ="name 123" npx vitest run FILE runs that one alone.
 */
import {writeSync} from "node:fs";
import {Worker} from "node:worker_threads";
import {expect, test} from "vitest";
import {EccoError} from "../packages/engine/src/errors.ts";
import {randomOf} from "./fuzz-cases.ts";
import type {Random} from "./fuzz-cases.ts";

export * from "./fuzz-cases.ts";

export interface Fuzzer<Case> {
  readonly name: string;
  /** How many in the check: what takes about three seconds. */
  readonly cases: number;
  readonly make: (random: Random) => Case;
  /** Reads the case. A typed error is an answer, anything else thrown is a fault. */
  readonly read: (made: Case) => unknown;
  /** Whether an error is one that says what is wrong; an EccoError of one line by default. */
  readonly typed?: (error: unknown) => boolean;
  /** How a failure shows its case. */
  readonly show?: (made: Case) => string;
  /** Bytes of typed arrays that a case may ask for in all. */
  readonly bytes?: number;
}

/** A case that takes so many milliseconds of the processor is a fault: most take less than one. */
const longest = 2000;
/** After so many the process ends, since nothing else stops a loop. */
const stuck = 60_000;
const everything = process.env["ECCO_EVERYTHING"] === "1";
const seconds = Number(process.env["ECCO_FUZZ_SECONDS"] ?? (everything ? 60 : 0));
const alone = /^(.*) (\d+)$/.exec(process.env["ECCO_FUZZ"] ?? "");

const oneLine = (error: unknown): boolean =>
  error instanceof EccoError && error.message.length <= 4000 && !/[\n\r]/.test(error.message);

/** Declares the test of a fuzzer. */
export function fuzz<Case>(fuzzer: Fuzzer<Case>): void {
  const {name, cases} = fuzzer;
  if (alone && alone[1] !== name) return;
  const limit = 120_000 + 2000 * seconds;
  test(`${name}: any file is read, or refused with a typed error`, {timeout: limit}, async () => {
    const watch = watchdog(name);
    let read = 0;
    let refused = 0;
    const end = performance.now() + 1000 * seconds;
    try {
      for (let seed = alone ? Number(alone[2]) : 1; ; seed++) {
        watch.begin(seed);
        if (await attempt(fuzzer, seed)) read++;
        else refused++;
        if (alone || (seed >= cases && performance.now() >= end)) break;
      }
    } finally {
      await watch.end();
    }
    if (everything) writeSync(2, `${name}: ${read} cases read, ${refused} refused\n`);
    // Both happen, or the cases would prove little.
    if (!alone) {
      expect(read, "cases that are read").toBeGreaterThan(0);
      expect(refused, "cases that are refused").toBeGreaterThan(0);
    }
  });
}

/** Returns whether the case was read. Throws for what is neither that nor a typed error, too long or too large. */
async function attempt<Case>(fuzzer: Fuzzer<Case>, seed: number): Promise<boolean> {
  const {name, make, read, typed = oneLine, show = shown, bytes: most = 2 ** 26} = fuzzer;
  const made = make(randomOf(seed));
  const fault = (what: string): never => {
    throw new Error(
      `${name}: case ${seed} ${what.slice(0, 1500)}\nagain: ECCO_FUZZ=${JSON.stringify(`${name} ${seed}`)}\n${show(made).slice(0, 1500)}`
    );
  };
  const [begun, worked] = [performance.now(), process.cpuUsage()];
  const counter = countingBytes();
  let answer = true;
  try {
    await read(made);
  } catch (error) {
    answer = false;
    if (!typed(error))
      fault(
        `failed with ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
      );
  } finally {
    counter.stop();
  }
  // On a busy machine the clock goes on while others work; and what other threads of this process did is not the case's.
  const {user, system} = process.cpuUsage(worked);
  const took = Math.min(performance.now() - begun, (user + system) / 1000);
  if (counter.bytes > most) fault(`asked for ${counter.bytes} bytes, expected at most ${most}`);
  if (took > longest) fault(`took ${took.toFixed(0)} ms, expected at most ${longest}`);
  return answer;
}

function shown(made: unknown): string {
  if (made instanceof Uint8Array) return Buffer.from(made).toString("latin1");
  try {
    return JSON.stringify(made);
  } catch {
    return String(made);
  }
}

const arrays = [
  "ArrayBuffer",
  "Uint8Array",
  "Int8Array",
  "Uint16Array",
  "Uint32Array",
  "Int32Array",
  "Float32Array",
  "Float64Array"
] as const;

/** Counts the bytes that typed arrays are made with by their length. */
function countingBytes(): {readonly bytes: number; stop(): void} {
  const original = Object.fromEntries(arrays.map((name) => [name, globalThis[name]]));
  const counted = {
    bytes: 0,
    stop: (): void => void Object.assign(globalThis, original)
  };
  for (const name of arrays) {
    const width = name === "ArrayBuffer" ? 1 : globalThis[name].BYTES_PER_ELEMENT;
    const proxy: typeof Uint8Array = new Proxy(globalThis[name] as typeof Uint8Array, {
      construct(target, args, made) {
        if (typeof args[0] === "number") counted.bytes += args[0] * width;
        return Reflect.construct(target, args, made === proxy ? target : made) as object;
      }
    });
    Object.assign(globalThis, {[name]: proxy});
  }
  return counted;
}

/** Ends the process, and says at which case, when one runs for ever: a loop in this thread lets nothing else run. */
function watchdog(name: string): {begin(seed: number): void; end(): Promise<unknown>} {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(
    `const {workerData: {shared, name, stuck}} = require("node:worker_threads");
     let last = -1, since = Date.now();
     setInterval(() => {
       const count = Atomics.load(shared, 1);
       if (count !== last) { last = count; since = Date.now(); return; }
       if (Date.now() - since < stuck) return;
       require("node:fs").writeSync(2, name + ": case " + Atomics.load(shared, 0) + " never ends\\n");
       process.kill(process.pid, "SIGKILL");
     }, 1000);`,
    {eval: true, workerData: {shared, name, stuck}}
  );
  return {
    begin(seed) {
      Atomics.store(shared, 0, seed);
      Atomics.add(shared, 1, 1);
    },
    end: () => worker.terminate()
  };
}
