/** Returns a layer's short name: `embed`, `layer 3`. */
export const layerName = (layer: number | "embedding"): string =>
  layer === "embedding" ? "embed" : `layer ${layer}`;

/** Returns a layer for speech and tables: `embedding`, `layer 3`. */
export const spokenLayer = (layer: number | "embedding"): string =>
  layer === "embedding" ? "embedding" : `layer ${layer}`;
