/** Where this page stands: of a notebook that may run in the address of its folder, which the server made for it. */

export interface FolderPlace {
  /** Address below which its imports are answered. */
  readonly modules: string;
  /** Address below which files of the opened folder are. */
  readonly files: string;
  /** Of the notebook: what is beside it is beside this. */
  readonly url: string;
}

const pattern = /^(https?:\/\/[^/]+)\/files\/([^/]+)\/((?:[^/?#]+\/)*)/;

/** Returns it; null for a page that stands in no folder. */
export function folderPlace(address: string): FolderPlace | null {
  const [, origin, id, folder] = pattern.exec(address) ?? [];
  if (origin === undefined || id === undefined || folder === undefined) return null;
  const files = `${origin}/files/${id}/`;
  return {
    modules: `${origin}/modules/${id}/`,
    files,
    url: `${files}${folder}notebook.html`
  };
}

/** Returns what an address of this page names in the folder, from its top; anything else as it is. */
export function withinFolder(specifier: string, {files, modules}: FolderPlace): string {
  if (specifier.startsWith(files)) return `/${specifier.slice(files.length)}`;
  const code = specifier.startsWith(`${modules}code/`)
    ? specifier.slice(modules.length).split("/").slice(2)
    : null;
  return code ? `/${code.join("/")}` : specifier;
}
