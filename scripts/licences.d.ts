export interface Package {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Only work on the project needs it. */
  readonly dev: boolean;
}
/** Returns the packages of the lock file. */
export function packages(): readonly Package[];
/** Returns whether an SPDX expression can be met. */
export function isAllowed(expression: string): boolean;
/** Returns what is wrong, a line for each package whose licence is missing or not among those allowed. */
export function refused(all?: readonly Package[]): readonly string[];
