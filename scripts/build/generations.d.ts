export class Generations {
  constructor(dist: string);
  /** Returns a plugin that notes what a build writes. */
  plugin(): {writeBundle(options: object, bundle: Readonly<Record<string, object>>): void};
  /** Removes what is neither of this build nor of the one before, and returns what is of the one before. */
  end(): ReadonlySet<string>;
}
