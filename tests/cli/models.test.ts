import {mkdirSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, expect, test} from "vitest";
import {hubServer} from "../sources/hub-server.ts";
import type {HubServer} from "../sources/hub-server.ts";
import {ecco, eccoJson} from "./ecco.ts";

let hub: HubServer;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  hub = await hubServer();
  for (const file of ["config.json", "model.safetensors"]) {
    const path = fileURLToPath(new URL(`../fixtures/architectures/llama/${file}`, import.meta.url));
    hub.files.set(`somebody/tiny/${file}`, new Uint8Array(readFileSync(path)));
  }
  env = {ECCO_HUB: hub.url, ECCO_CACHE: mkdtempSync(join(tmpdir(), "ecco-cache-"))};
});
afterAll(() => hub.close());

interface Models {
  readonly models: readonly {readonly name: string; readonly kind: string}[];
}

test("a model of the hub answers, is listed, and is removed", async () => {
  const ids = ["--ids", "5,6,7", "--tokens", "2"];
  const made = await eccoJson<{steps: unknown[]; provenance: {revision: string}}>(
    ["generate", "hf:somebody/tiny", ...ids],
    {env}
  );
  expect(made.steps.length).toBe(2);
  expect(made.provenance.revision).toBe(hub.commit);
  const {models} = await eccoJson<Models>(["models"], {env});
  expect(models.filter(({kind}) => kind === "cached").map(({name}) => name)).toEqual([
    "hf:somebody/tiny"
  ]);
  const shown = await ecco(["models"], {env});
  expect(shown.stdout).toMatch(/hf:somebody\/tiny .* MB/);
  expect((await ecco(["models", "--remove", "hf:somebody/tiny"], {env})).code).toBe(0);
  const after = await eccoJson<Models>(["models"], {env});
  expect(after.models.some(({kind}) => kind === "cached")).toBe(false);
  const gone = await ecco(["models", "--remove", "hf:somebody/tiny"], {env});
  expect(gone.stderr).toMatch(
    /^ecco: hf:somebody\/tiny: is not among the models that are kept; there are none$/m
  );
  expect(gone.code).toBe(2);
});

test("a list shows no commands of a terminal, and nothing that turns a line around", async () => {
  const cache = mkdtempSync(join(tmpdir(), "ecco-cache-"));
  const folder = join(cache, "web/w");
  mkdirSync(folder, {recursive: true});
  const src = "https://x/\u001b]0;owned\u0007\u202egpj.\nmodel";
  const record = {src, name: "w", revision: null, file: null, files: [], time: "2020"};
  writeFileSync(join(folder, "ecco-model.json"), JSON.stringify(record));
  const {stdout} = await ecco(["models"], {env: {ECCO_CACHE: cache}});
  expect(stdout).toContain("https://x/\uFFFD]0;owned\uFFFD\uFFFDgpj.\uFFFDmodel");
});

test("what the hub refuses is said in one line, with what to do", async () => {
  const missing = await ecco(["tokenize", "hf:somebody/else", "a"], {env});
  expect(missing.code).toBe(2);
  expect(missing.stderr).toMatch(/is the name right\?/);
  hub.troubles.set("api somebody/tiny", [{kind: "status", status: 403}]);
  const gated = await ecco(["tokenize", "hf:somebody/tiny", "a"], {env});
  expect(gated.code).toBe(2);
  expect(gated.stderr).toMatch(
    /accept the model's conditions on its page, then give an access token/
  );
});
