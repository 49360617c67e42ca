import {existsSync, readdirSync, readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {expect, test} from "vitest";

const root = dirname(import.meta.dirname);
const workspaces = ["packages", "apps"].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)
);

test.each(workspaces)("%s says in one line what it is", (folder) => {
  const {description} = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as {
    description?: string;
  };
  expect(description ?? (existsSync(join(root, folder, "README.md")) ? "README.md" : "")).not.toBe(
    ""
  );
});
