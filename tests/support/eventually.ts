/**
 * Waits until `look` gives something other than undefined or false. It gives up after `milliseconds` of real time, which
 * claim nothing about how long it takes: a busy machine may need many.
 */
export async function eventually<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  milliseconds = 120_000,
): Promise<T> {
  const begin = performance.now();
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    const waited = performance.now() - begin;
    if (waited > milliseconds) throw new Error(`not within ${milliseconds} ms: ${look.toString()}`);
    // What takes a second has work to do, which looking would slow down.
    await new Promise(resolve => setTimeout(resolve, waited < 1000 ? 5 : 50));
  }
}
