/** Every family's config.json changed by its structure: a model that answers with numbers, or a typed error. */
import {fuzz, mutated} from "../fuzz.ts";
import {architectureNames} from "./architecture-laws.ts";
import {answersInNumbers, familyFiles} from "./family-files.ts";

interface Case {
  readonly family: string;
  readonly config: unknown;
}

fuzz<Case>({
  name: "config.json",
  cases: 800,
  make(random) {
    const family = random.one(architectureNames);
    return {family, config: mutated(familyFiles(family).config, random)};
  },
  read: ({family, config}) => answersInNumbers(family, config)
});
