/** Stands where notebook-kit imports TypeScript, which is not in the bundle: types are taken off by Sucrase before. */
function missing() {
  throw new Error("TypeScript is not here; got a cell with types, expected one without");
}

export {
  missing as createProgram,
  missing as createSourceFile,
  missing as isClassExpression,
  missing as isExpressionStatement,
  missing as isFunctionExpression,
  missing as isParenthesizedExpression,
  missing as transpile
};
export const ModuleKind = {};
export const ScriptTarget = {};
