/** Waits until `look` gives something other than undefined or false; throws after `milliseconds` of real time. */
export async function eventually<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  milliseconds = 5000,
): Promise<T> {
  const until = performance.now() + milliseconds;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > until) throw new Error(`not within ${milliseconds} ms: ${look.toString()}`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
