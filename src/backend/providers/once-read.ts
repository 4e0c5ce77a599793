/**
 * Something that is read when it is first needed, and kept. What could not be read is read again for the next who asks:
 * too many files were open, say.
 */
export function onceRead<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () =>
    (reading ??= read().catch((error: unknown) => {
      reading = undefined;
      throw error;
    }));
}
