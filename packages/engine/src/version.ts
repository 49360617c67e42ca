/** Ecco's version, as every result's provenance says; tests hold it to package.json. */
export const version = "0.1.0";
