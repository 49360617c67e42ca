import {existsSync} from "node:fs";
import {availableParallelism, tmpdir} from "node:os";
import {join} from "node:path";
import {playwright} from "@vitest/browser-playwright";
import {defineConfig} from "vitest/config";
import {nodeOptions} from "./apps/cli/bin/node-options.js";
import {findBrowser, withoutFeatures} from "./scripts/browser.js";
import {bundledWorkers} from "./tests/bundled-workers.ts";
import {Interleaved} from "./tests/sequence.ts";
import {unchangedFiles} from "./tests/replay/files.ts";
import {readRecord, unchanged} from "./tests/replay/record.ts";

/** Published models that some tests read where they lie; null where they do not. */
const sharedModels = join(import.meta.dirname, "../shared/models");
export const published: string | null = existsSync(sharedModels) ? sharedModels : null;

/** What tests agree to is not remembered among what the reader has agreed to. */
const testState = join(tmpdir(), "ecco-test-state");

/** What polls waits as long as a busy machine may need (tests/eventually.ts). */
const expect = {poll: {timeout: 400_000}};

const everything = process.env["ECCO_EVERYTHING"] === "1";
/** What is recorded of laws whose numbers nothing has changed since: they are not run again. */
const recorded = {unchanged: everything ? {} : unchanged(readRecord())};

/** Slow files that nothing has changed since they passed, in a run of all tests (scripts/test.js asks for it). */
const unchangedSlow = process.env["ECCO_UNCHANGED_FILES"] ? unchangedFiles() : {};
const leftOut = Object.keys(unchangedSlow);

const executablePath = findBrowser();
/** Software WebGPU: every machine with Chromium has an adapter this way. */
const args = [
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
  withoutFeatures(),
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run"
];

export default defineConfig({
  test: {
    // Beside the browser's tests, which wait for one page at a time.
    maxWorkers: availableParallelism(),
    sequence: {sequencer: Interleaved},
    projects: [
      {
        test: {
          name: "node",
          // The files of a worker share its modules: each of 200 files would load several hundred anew.
          isolate: false,
          // Threads and processes that tests start import TypeScript files by themselves.
          execArgv: nodeOptions,
          provide: {...recorded, unchangedFiles: unchangedSlow},
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/**/*.browser.test.ts", "tests/pages/**", ...leftOut],
          testTimeout: 1_200_000,
          // No test fails because a machine is slow; these end one that hangs.
          hookTimeout: 1_200_000,
          expect,
          // What tests download is not kept among the reader's own models.
          env: {ECCO_CACHE: join(tmpdir(), "ecco-test-cache"), ECCO_STATE: testState}
        }
      },
      {
        test: {
          name: "pages",
          execArgv: nodeOptions,
          include: ["tests/pages/**/*.test.ts"],
          exclude: leftOut,
          globalSetup: "tests/pages/build-first.ts",
          testTimeout: 1_200_000,
          hookTimeout: 1_200_000,
          expect,
          // The files of a worker share its modules, and browsers with them (tests/pages/browsers.ts).
          isolate: false,
          env: {ECCO_STATE: testState}
        }
      },
      {
        // As in the editor's own build: several megabytes that no cell needs.
        server: {fs: {allow: [import.meta.dirname, ...(published ? [published] : [])]}},
        resolve: {
          alias: {typescript: join(import.meta.dirname, "apps/editor/no-typescript.js")},
          // Packages as readers get them, without what they check and write for developers on each update.
          conditions: ["module", "browser", "production"]
        },
        plugins: [bundledWorkers()],
        test: {
          name: "browser",
          provide: {...recorded, published, everything},
          // The files of an instance share one page and its modules: elements of views and connected ones have the same
          // tags, and what defines them has a page where none is defined.
          isolate: false,
          testTimeout: 1_200_000,
          hookTimeout: 1_200_000,
          expect,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            // On a busy machine the first page waits minutes for its modules.
            connectTimeout: 600_000,
            provider: playwright({
              launchOptions: {...(executablePath ? {executablePath} : {}), args}
            }),
            instances: [
              {
                browser: "chromium",
                name: "cells",
                include: ["tests/cells/**/*.browser.test.ts"],
                exclude: ["tests/cells/late.browser.test.ts", ...leftOut]
              },
              {
                browser: "chromium",
                // Its page has nothing but the views at first.
                name: "late",
                include: ["tests/cells/late.browser.test.ts"]
              },
              {
                browser: "chromium",
                name: "views",
                include: ["tests/{viz,editor,runtime}/**/*.browser.test.ts"],
                exclude: ["tests/viz/define.browser.test.ts", ...leftOut]
              },
              {
                browser: "chromium",
                name: "engine",
                include: [
                  "tests/{analysis,engine,onnx,real,sources,tokenizers,webgpu,weights}/**/*.browser.test.ts",
                  "tests/viz/define.browser.test.ts"
                ],
                exclude: leftOut
              }
            ]
          }
        }
      }
    ]
  }
});
