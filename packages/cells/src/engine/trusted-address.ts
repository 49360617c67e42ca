/** Addresses of scripts in pages that take them from named policies only (Trusted Types). */

interface Policy {
  createScriptURL(address: string): unknown;
}

interface Policies {
  createPolicy(
    name: string,
    rules: {readonly createScriptURL: (address: string) => string}
  ): Policy;
}

const {trustedTypes} = globalThis as {readonly trustedTypes?: Policies};
let policy: Policy | undefined;

/** The page allows no policy of our name, or another script has made one. */
export class UntrustedError extends Error {}

/**
 * Returns *address* as a page takes it that asks for trusted addresses: made by the policy `ecco`. Elsewhere as it is.
 * Throws UntrustedError where there can be no such policy.
 */
export function trustedAddress(address: string): string {
  if (!trustedTypes) return address;
  try {
    policy ??= trustedTypes.createPolicy("ecco", {createScriptURL: (own) => own});
  } catch (error) {
    throw new UntrustedError(String(error), {cause: error});
  }
  return policy.createScriptURL(address) as string;
}
