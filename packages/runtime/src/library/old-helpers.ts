/** Helpers of Observable's first notebooks: what cells know as `Promises` and `Files`. */

const delay = <T>(milliseconds: number, value?: T): Promise<T | undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(value), milliseconds));

/** Returns a promise that settles at that time, in ms since 1970. */
function when<T>(time: number | Date, value?: T): Promise<T | undefined> {
  const left = Number(time) - Date.now();
  if (left > 0x7fffffff)
    return Promise.reject(new Error("Promises.when: more than 24 days are too long to wait"));
  return delay(Math.max(0, left), value);
}

/** Returns a promise that settles at the next multiple of that many ms since 1970. */
const tick = <T>(milliseconds: number, value?: T): Promise<T | undefined> =>
  when(Math.ceil((Date.now() + 1) / milliseconds) * milliseconds, value);

export const Promises = {delay, tick, when} as const;

function url(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result as string));
    reader.addEventListener("error", () => reject(reader.error!));
    reader.readAsDataURL(file);
  });
}

export const Files = {
  buffer: (file: Blob): Promise<ArrayBuffer> => file.arrayBuffer(),
  text: (file: Blob): Promise<string> => file.text(),
  url
} as const;
