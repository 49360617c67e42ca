/** Who is asked for a model: the host that was named, and no other, whatever it answers. */
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {gzipSync} from "node:zlib";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {guardedFetch} from "../../packages/engine/src/sources/remote/guarded-fetch.ts";
import {hubFetch} from "../../packages/engine/src/sources/remote/hub.ts";
import {nodeRequests} from "../../packages/engine/src/sources/remote/node-request.ts";
import type {RequestOne} from "../../packages/engine/src/sources/remote/node-request.ts";
import {
  isPrivateHost,
  isPublicAddress
} from "../../packages/engine/src/sources/remote/private-address.ts";
import {eventually} from "../eventually.ts";

interface Asked {
  readonly url: string;
  readonly token: string | null;
  readonly mayBePrivate: boolean;
}

/** Answers every address as the table says: an address to go on to, or a text. */
function hosts(answers: Readonly<Record<string, string>>, status = 302) {
  const asked: Asked[] = [];
  const request: RequestOne = async (url, {headers, mayBePrivate}) => {
    asked.push({url: url.href, token: headers["authorization"] ?? null, mayBePrivate});
    const to = answers[url.href];
    return to === undefined
      ? new Response("the file")
      : new Response(null, {status, headers: {location: to}});
  };
  return {asked, request};
}

describe("a redirect", () => {
  const named = "http://models.example/a.gguf";
  test.each([
    ["another host", "http://other.example/a.gguf"],
    ["a name below", "http://cdn.models.example/a.gguf"],
    ["the name with a dot", "http://models.example./a.gguf"],
    ["another port", "http://models.example:8080/a.gguf"],
    ["another port, by https", "https://models.example:8443/a.gguf"],
    ["loopback", "http://127.0.0.1/a.gguf"],
    ["loopback by name", "http://localhost/a.gguf"],
    ["loopback as a number", "http://2130706433/"],
    ["loopback in octal", "http://0177.0.0.1/"],
    ["loopback in hexadecimal", "http://0x7f000001/"],
    ["loopback in short", "http://127.1/"],
    ["loopback of IPv6", "http://[::1]/"],
    ["loopback within IPv6", "http://[::ffff:127.0.0.1]/"],
    ["no address", "http://0.0.0.0/"],
    ["link-local", "http://169.254.169.254/latest/meta-data"],
    ["private", "http://10.0.0.1/"],
    ["another host without its scheme", "//127.0.0.1/a.gguf"],
    ["another host behind backslashes", "\\\\127.0.0.1\\a.gguf"],
    ["another host behind a name", "http://models.example@127.0.0.1/"],
    ["a file", "file:///etc/passwd"],
    ["data", "data:text/plain,x"],
    ["no address at all", "http://["]
  ])("to %s is not followed", async (_, to) => {
    const {asked, request} = hosts({[named]: to});
    const get = guardedFetch(new URL(named), {request});
    await expect(get(named)).rejects.toThrow(/sends on to|no address/);
    expect(asked.map(({url}) => url)).toEqual([named]);
  });

  test.each([
    ["within the host", named, "/b.gguf", "http://models.example/b.gguf"],
    [
      "to the same host by https",
      named,
      "https://models.example/a.gguf",
      "https://models.example/a.gguf"
    ],
    ["of a named loopback", "http://127.0.0.1:9000/a", "/b", "http://127.0.0.1:9000/b"]
  ])("%s is followed", async (_, from, to, end) => {
    const {asked, request} = hosts({[from]: to});
    const response = await guardedFetch(new URL(from), {request})(from);
    expect(await response.text()).toBe("the file");
    expect(asked.at(-1)!.url).toBe(end);
  });

  test("from https to http is not followed, nor back from where http led to https", async () => {
    const secure = "https://models.example/a.gguf";
    const down = hosts({[secure]: named});
    await expect(guardedFetch(new URL(secure), {request: down.request})(secure)).rejects.toThrow(
      "sends on to"
    );
    const back = hosts({[named]: secure, [secure]: "http://models.example/c"});
    await expect(guardedFetch(new URL(named), {request: back.request})(named)).rejects.toThrow(
      "sends on to"
    );
    expect(back.asked.length).toBe(2);
  });

  test("is followed five times, and then no more", async () => {
    const turn = hosts({[named]: named});
    await expect(guardedFetch(new URL(named), {request: turn.request})(named)).rejects.toThrow(
      "more than 5 times"
    );
    expect(turn.asked.length).toBe(6);
  });
});

describe("the hub", () => {
  const file = "https://huggingface.co/a/b/resolve/main/model.safetensors";
  const options = {hub: "https://huggingface.co"};
  const headers = {authorization: "Bearer hf_secret"};
  test.each([
    "https://cdn-lfs.huggingface.co/x",
    "https://cdn-lfs-us-1.hf.co/x",
    "https://cas-bridge.xethub.hf.co/x",
    "https://us.aws.cdn.hf.co/x"
  ])("sends on to %s, which is not told who asks", async (to) => {
    const {asked, request} = hosts({[file]: to});
    await hubFetch({...options, request})(file, {headers});
    expect(asked).toEqual([
      {url: file, token: "Bearer hf_secret", mayBePrivate: false},
      {url: to, token: null, mayBePrivate: false}
    ]);
  });
  test.each([
    "http://cdn-lfs.huggingface.co/x",
    "https://cdn-lfs.huggingface.co:8443/x",
    "https://cdn-lfs.huggingface.co.evil.example/x",
    "https://evil-cdn-lfs.hf.co/x",
    "https://xethub.hf.co.evil.example/x",
    "https://a.b.xethub.hf.co.example/x",
    "https://huggingface.co.evil.example/x",
    "https://huggingface.co:444/x",
    "http://huggingface.co/x",
    "http://127.0.0.1/x"
  ])("does not send on to %s", async (to) => {
    const {asked, request} = hosts({[file]: to});
    await expect(hubFetch({...options, request})(file, {headers})).rejects.toThrow("sends on to");
    expect(asked.length).toBe(1);
  });
  test("is told who asks where it sends on within itself", async () => {
    const {asked, request} = hosts({[file]: "/api/resolve-cache/x"}, 307);
    await hubFetch({...options, request})(file, {headers});
    expect(asked.map(({token}) => token)).toEqual(["Bearer hf_secret", "Bearer hf_secret"]);
  });
  test("does not lead to pages of its list at other hosts", async () => {
    const {asked, request} = hosts({});
    const get = hubFetch({...options, request});
    await expect(
      get("https://evil.example/api/models/a/b/tree?cursor=x", {headers})
    ).rejects.toThrow("leads to");
    expect(asked).toEqual([]);
  });
});

describe("addresses", () => {
  test.each([
    "127.0.0.1",
    "127.255.255.255",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.127.255.255",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.0.1",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12::1",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2001::1",
    "2001:db8::1",
    "100::1",
    "nonsense",
    ""
  ])("%s is not public", (text) => expect(isPublicAddress(text)).toBe(false));
  test.each([
    "8.8.8.8",
    "1.1.1.1",
    "172.15.0.1",
    "172.32.0.1",
    "100.63.0.1",
    "100.128.0.1",
    "192.167.0.1",
    "223.255.255.1",
    "2606:4700::1111",
    "2a00:1450:4001::200e",
    "64:ff9b::808:808"
  ])("%s is public", (text) => expect(isPublicAddress(text)).toBe(true));
  test.each([
    "localhost",
    "a.localhost",
    "nas",
    "nas.local",
    "box.lan",
    "a.internal",
    "x.home.arpa",
    "0x7f.1",
    "[::1]"
  ])("%s names a computer of the own network", (host) =>
    expect(isPrivateHost(new URL(`http://${host}/`))).toBe(true)
  );
  test.each([
    "models.example",
    "localhost.example",
    "127.0.0.1.nip.io",
    "local.example",
    "8.8.8.8"
  ])("%s does not", (host) => expect(isPrivateHost(new URL(`http://${host}/`))).toBe(false));
});

describe("a name that leads to this computer", () => {
  let port = 0;
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.end("secret");
  });
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    ({port} = server.address() as AddressInfo);
  });
  afterAll(() => server.close());

  test.each([
    ["loopback", ["127.0.0.1"]],
    ["IPv6", ["::1"]],
    ["mapped", ["::ffff:127.0.0.1"]],
    ["nowhere", ["0.0.0.0"]],
    ["both a public address and a private one", ["8.8.8.8", "127.0.0.1"]],
    ["nothing", []]
  ])("is not connected to: %s", async (_, addresses) => {
    const request = nodeRequests((_name, _options, done) =>
      done(
        null,
        addresses.map((address) => ({address, family: address.includes(":") ? 6 : 4}))
      )
    );
    const named = new URL(`http://evil.example:${port}/x`);
    await expect(guardedFetch(named, {request})(named)).rejects.toThrow(
      /leads to this computer or its network/
    );
    expect(asked).toBe(0);
  });

  test("is connected to where it was named as such", async () => {
    const response = await guardedFetch(
      new URL(`http://localhost:${port}/`),
      {}
    )(`http://localhost:${port}/`);
    expect(await response.text()).toBe("secret");
    expect(asked).toBe(1);
  });

  test.each([25, 22, 6667, 5060])("port %i is of another protocol", async (other) => {
    const {asked: none, request} = hosts({});
    const named = new URL(`http://models.example:${other}/`);
    await expect(guardedFetch(named, {request})(named)).rejects.toThrow("not reached");
    expect(none).toEqual([]);
  });
});

describe("an answer that nobody reads to its end", () => {
  const bomb = gzipSync(Buffer.alloc(30_000_000));
  const server = createServer((asked, answer) => {
    const [packed] = /gzip|deflate/.exec(asked.url!) ?? [];
    answer.on("close", () => closed++);
    if (packed) answer.writeHead(200, {"content-encoding": packed});
    if (packed === "gzip") return answer.end(bomb);
    if (packed) return answer.end("no such bytes");
    // Without end.
    const send = (): void => void answer.write(Buffer.alloc(100_000), () => setImmediate(send));
    send();
  });
  let closed = 0;
  const ask = (path: string): Promise<Response> => {
    const {port} = server.address() as AddressInfo;
    const init = {method: "GET", headers: {}, mayBePrivate: true} as const;
    return nodeRequests()(new URL(`http://127.0.0.1:${port}${path}`), init);
  };
  beforeAll(() => new Promise<void>((done) => server.listen(0, "127.0.0.1", done)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test.each(["/gzip", "/endless"])("%s: ends, and takes nothing with it", async (path) => {
    for (let n = 0; n < 8; n++) {
      const reader = (await ask(path)).body!.getReader();
      for (let part = 0; part < n; part++) {
        await reader.read();
        // As long as it takes to write it down: more is unpacked meanwhile.
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      // Just when more is asked for.
      await reader.read();
      await reader.cancel();
    }
    // What is thrown where no one catches it comes by then.
    await new Promise((resolve) => setTimeout(resolve, 50));
  });

  test("its connection is let go, also before a byte was read", async () => {
    closed = 0;
    await (await ask("/endless")).body!.cancel();
    await eventually(() => expect(closed).toBe(1));
  });

  test("bytes that are not packed as is said: an error to who reads", async () => {
    await expect((await ask("/deflate")).text()).rejects.toThrow();
  });
});
