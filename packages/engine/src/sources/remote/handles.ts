/** Returns the files of a handle a reader has given: the one file, or those on top of the folder. */
export async function filesOfHandle(
  handle: FileSystemDirectoryHandle | FileSystemFileHandle
): Promise<readonly File[]> {
  if (handle.kind === "file") return [await (handle as FileSystemFileHandle).getFile()];
  const folder = handle as FileSystemDirectoryHandle & {
    values(): AsyncIterable<FileSystemDirectoryHandle | FileSystemFileHandle>;
  };
  const files: File[] = [];
  for await (const inner of folder.values())
    if (inner.kind === "file") files.push(await (inner as FileSystemFileHandle).getFile());
  return files;
}
