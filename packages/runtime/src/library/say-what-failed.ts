/** Why a library is not there: a file of it did not come. */

/** Returns a loader whose failure names the library, and says what to do. */
export const sayWhatFailed =
  <T>(name: string, load: () => Promise<T>): (() => Promise<T>) =>
  async () => {
    try {
      return await load();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(
        `${name} could not be loaded (${reason}); see that its server runs, and reload the page`,
        {cause: error}
      );
    }
  };
