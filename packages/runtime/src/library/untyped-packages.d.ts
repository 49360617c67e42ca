/** Packages that ship no types; cells are not checked, so none are needed. */
declare module "d3" {
  const names: Readonly<Record<string, unknown>>;
  export = names;
}
declare module "lodash" {
  const names: Readonly<Record<string, unknown>>;
  export = names;
}
declare module "topojson-client" {
  const names: Readonly<Record<string, unknown>>;
  export = names;
}
declare module "topojson-server" {
  const names: Readonly<Record<string, unknown>>;
  export = names;
}
declare module "@observablehq/sample-datasets/*" {
  const address: string;
  export default address;
}
