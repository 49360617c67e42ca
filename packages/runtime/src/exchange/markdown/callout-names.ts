/** What callouts of other formats are called here. */
const own: Readonly<Record<string, string>> = {
  note: "note",
  tip: "tip",
  important: "important",
  warning: "warning",
  caution: "caution",
  hint: "tip",
  attention: "warning",
  danger: "caution",
  error: "caution",
  seealso: "note"
};

/** Returns the name of a callout; that of a note for what is not known. */
export const calloutOf = (name: string): string => (isCallout(name) ? own[name]! : "note");

export const isCallout = (name: string): boolean => Object.hasOwn(own, name);
