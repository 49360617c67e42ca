/** In which order the files of tests run. */
import {BaseSequencer} from "vitest/node";
import type {TestSpecification} from "vitest/node";

/**
 * Puts a file that opens whole pages before each file of Node, longest first: pages wait for their browser for half of
 * their time, in which the others compute.
 */
export class Interleaved extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const pages = sorted.filter(({project}) => project.name === "pages");
    const others = sorted.filter(({project}) => project.name !== "pages");
    return [
      ...pages.flatMap((page, index) => [page, ...others.slice(index, index + 1)]),
      ...others.slice(pages.length)
    ];
  }
}
