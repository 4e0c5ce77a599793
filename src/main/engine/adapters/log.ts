import type { Clock, Log } from '../ports.ts';

/** One JSON object per line. The `Log` type lets only codes, numbers and booleans in, so no line can hold personal data. */
export const createLog =
  (options: { readonly clock: Clock; readonly write: (line: string) => void }): Log =>
  (event, facts = {}) => {
    const at = new Date(options.clock.now()).toISOString();
    options.write(`${JSON.stringify({ at, event, ...facts })}\n`);
  };
