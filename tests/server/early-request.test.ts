import {createServer, type AddressInfo} from "node:net";
import {expect, test} from "vitest";
import {patience} from "../eventually.ts";
import {ask, Site, type Answer} from "./site.ts";

/** Asks again and again, as a page does whose server is started anew, until somebody listens. */
async function askUntilHeard(port: number): Promise<Answer> {
  for (;;)
    try {
      return await ask(port, "/");
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe("ECONNREFUSED");
    }
}

test(
  "who asks as soon as the server listens, and before it is ready, is answered",
  async () => {
    await using site = await Site.start({"a.html": "<!doctype html><notebook></notebook>"});
    await site.server.close();
    const free = createServer();
    await new Promise<void>((listens) => free.listen(0, "127.0.0.1", listens));
    const {port} = free.address() as AddressInfo;
    await new Promise((closed) => free.close(closed));
    const early = askUntilHeard(port);
    await site.serve("notebooks", {port});
    expect((await early).status).toBe(403);
  },
  patience
);
