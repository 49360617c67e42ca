/// <reference types="vite/types/importMeta.d.ts" />
import type {Chapter} from "./picture.ts";

const modules = import.meta.glob<{readonly chapter?: Chapter}>("./*.ts", {eager: true});

/** Every view's pictures, in the gallery's order. */
export const chapters: readonly Chapter[] = Object.values(modules)
  .flatMap(({chapter}) => (chapter ? [chapter] : []))
  .toSorted((a, b) => a.order - b.order);
