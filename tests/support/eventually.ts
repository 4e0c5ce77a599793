/**
 * Waits until `look` gives something other than undefined or false. It gives up after `milliseconds` of real time, which
 * claim nothing about how long it takes: a busy machine may need many.
 */
export async function eventually<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  milliseconds = 30_000,
): Promise<T> {
  const until = performance.now() + milliseconds;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > until) throw new Error(`not within ${milliseconds} ms: ${look.toString()}`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
