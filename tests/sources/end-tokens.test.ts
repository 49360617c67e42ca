/** Where a text ends: generation_config.json of folders and of servers that list nothing, and what a GGUF file says. */
import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {basename, join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Generation} from "../../packages/engine/src/index.ts";
import {writeChatModel} from "../engine/chat-model.ts";
import type {Expected} from "../engine/numbers.ts";
import {fixture, json} from "../engine/oracle.ts";
import {ggufOf} from "../weights/gguf-of-model.ts";

let folder = "";
let server: Server;
let address = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ecco-ends-"));
  await writeChatModel(folder, "chatml");
  server = createServer(async (request, response) => {
    try {
      response.end(await readFile(join(folder, basename(request.url!))));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  server.close();
  await rm(folder, {recursive: true});
});

const chat = {messages: [{role: "user", content: "Where is Heathrow?"}]};
const options = {backend: "reference", dtype: "float64"} as const;
const idsOf = ({steps}: Generation): number[] => steps.map(({token}) => token.id);

test("generation_config.json, beside the model on disk or on a server", async () => {
  const free = await loadModel(folder, options);
  const ids = idsOf(await free.generate(chat, {tokens: 6, stopAtEnd: false}));
  free.dispose();
  const third = ids[2]!;
  const ended = ids.slice(0, ids.indexOf(third) + 1);
  await writeFile(
    join(folder, "generation_config.json"),
    JSON.stringify({eos_token_id: [third, 0]})
  );
  for (const source of [folder, address]) {
    const model = await loadModel(source, options);
    const made = await model.generate(chat, {tokens: 6});
    model.dispose();
    expect(idsOf(made), source).toEqual(ended);
    expect(made.stopped).toEqual({reason: "end"});
  }
});

test("the ends of turns and messages of a GGUF file, with a config.json beside it too", async () => {
  const {input_ids: ids, greedy} = json<Expected>("architectures/llama/expected.json");
  const config = JSON.parse(
    await readFile(fixture("architectures/llama/config.json"), "utf8")
  ) as Record<string, unknown>;
  const second = greedy![1]!;
  const ended = greedy!.slice(0, greedy!.indexOf(second) + 1);
  for (const name of ["eos", "eot", "eom"]) {
    const at = join(folder, name);
    await mkdir(at);
    const key = `tokenizer.ggml.${name}_token_id`;
    await writeFile(join(at, "model.gguf"), ggufOf("llama", "llama", config, {[key]: second}));
    const sources = [join(at, "model.gguf")];
    if (name !== "eos") {
      await writeFile(join(at, "config.json"), JSON.stringify(config));
      sources.push(at);
    }
    for (const source of sources) {
      const model = await loadModel(source, options);
      const made = await model.generate({ids}, {tokens: greedy!.length});
      model.dispose();
      expect(idsOf(made), source).toEqual(ended);
    }
  }
});
