/** Returns what a generator returns, whatever it yields. */
export async function collected<T>(running: AsyncGenerator<unknown, T>): Promise<T> {
  for (;;) {
    const {done, value} = await running.next();
    if (done) return value as T;
  }
}
