/** Returns the files of a drop, those in folders too; each knows its path below what was dropped. */
export async function dropped(transfer: DataTransfer | null): Promise<readonly File[]> {
  if (!transfer) return [];
  // Entries are gone once the event is over: all are taken before anything is awaited.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...transfer.files];
  if (entries.every((entry) => !entry?.isDirectory)) return plain;
  const found = await Promise.all(entries.flatMap((entry) => (entry ? [filesOf(entry)] : [])));
  return found.flat();
}

async function filesOf(entry: FileSystemEntry): Promise<readonly File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject)
    );
    // Chosen folders say where their files lay; dropped ones only by the entry.
    Object.defineProperty(file, "webkitRelativePath", {value: entry.fullPath.slice(1)});
    return [file];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  for (;;) {
    // A reader gives a hundred at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject)
    );
    if (some.length === 0) return files;
    for (const inner of some) if (inner.isFile) files.push(...(await filesOf(inner)));
  }
}
