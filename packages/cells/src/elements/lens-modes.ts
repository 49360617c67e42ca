/** What lenses offer, and which modes read through fitted matrices. */
import type {LensTranslators} from "@ecco/engine";

/** What of a layer can be read. */
export const lensSites: readonly string[] = ["residual", "attention", "mlp"];

const plain = ["norm", "raw", "frozen"];
const fitted = ["tuned", "jacobian"];

/** Returns the modes to choose from. */
export const modesFor = (translators: LensTranslators | undefined): readonly string[] =>
  translators ? [...plain, ...fitted] : plain;

/** Returns the matrices where the mode reads through them; the picker may have gone to another. */
export const translatorsFor = (
  mode: string | undefined,
  translators: LensTranslators | undefined
): LensTranslators | undefined => (!mode || fitted.includes(mode) ? translators : undefined);
