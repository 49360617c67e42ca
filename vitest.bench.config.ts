import {playwright} from "@vitest/browser-playwright";
import {defineConfig} from "vitest/config";
import {nodeOptions} from "./apps/cli/bin/node-options.js";
import {findBrowser} from "./scripts/browser.js";
import {published} from "./vitest.config.ts";

const executablePath = findBrowser();
const args = [
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan"
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          // Threads that what is measured starts import TypeScript files by themselves.
          execArgv: nodeOptions,
          benchmark: {include: ["bench/**/*.bench.ts"], exclude: ["bench/**/*.browser.bench.ts"]}
        }
      },
      {
        server: {fs: {allow: [import.meta.dirname, ...(published ? [published] : [])]}},
        test: {
          name: "browser",
          provide: {published},
          benchmark: {include: ["bench/**/*.browser.bench.ts"]},
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {...(executablePath ? {executablePath} : {}), args}
            }),
            instances: [{browser: "chromium"}]
          }
        }
      }
    ]
  }
});
