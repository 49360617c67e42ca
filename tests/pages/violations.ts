import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import type {Frame} from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");

/** Returns what axe finds in a frame; what is in frames below is looked at there. */
export async function violations(frame: Frame): Promise<readonly string[]> {
  await frame.evaluate(source);
  return frame.evaluate(async () => {
    const {axe} = globalThis as unknown as {
      axe: {
        run: (
          context: Document,
          options: object
        ) => Promise<{violations: readonly {id: string; nodes: readonly {html: string}[]}[]}>;
      };
    };
    const result = await axe.run(document, {
      iframes: false,
      // Of a notebook that is for its writer to give.
      rules: {"page-has-heading-one": {enabled: location.hostname === "localhost"}}
    });
    return result.violations.flatMap(({id, nodes}) =>
      nodes.map(({html}) => `${id}: ${html.slice(0, 200)}`)
    );
  });
}
