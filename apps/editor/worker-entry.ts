/** How workers are built: the first module of each stays alone in its file, and no other file imports that one. */
import type {InlineConfig} from "vite";

type Output = NonNullable<NonNullable<InlineConfig["build"]>["rolldownOptions"]>["output"];

/**
 * What the output of a worker is split by. WebKit runs a worker's first module a second time when another module
 * imports it, and then two workers answer in one.
 */
export const apartFromEntry = {
  codeSplitting: {
    groups: [
      {
        debugName: "worker-code",
        name: (id, bundle) => (bundle.getModuleInfo(id)?.isEntry ? null : "worker-code"),
        // What is loaded later stays in files of its own.
        tags: ["$initial"]
      }
    ]
  }
} satisfies Output;
