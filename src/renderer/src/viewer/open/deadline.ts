/**
 * Waits for `work` for at most `milliseconds`. Rejects with `late()` when the time is over and with the signal's
 * reason when that aborts first; the work itself goes on, so the caller must end what it runs in.
 */
export async function withDeadline<T>(
  work: Promise<T>,
  milliseconds: number,
  late: () => Error,
  signal?: AbortSignal,
): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), milliseconds);
  const aborted = () => reject(signal?.reason);
  if (signal?.aborted) aborted();
  signal?.addEventListener('abort', aborted, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', aborted);
  }
}
