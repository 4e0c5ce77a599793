import { StoreUnavailable } from '../unavailable.ts';

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** No room on the disk, another program that writes for longer than is waited, a disk that fails: it may pass. */
const passing = /^SQLITE_(BUSY|FULL|IOERR|CANTOPEN)(_|$)/;

/** What is thrown for an error of the driver. SQLite's words for these hold no values. */
export function cleaned(error: unknown): unknown {
  const code = codeOf(error);
  return error instanceof Error && passing.test(code)
    ? new StoreUnavailable(`SQLite can't do it now: ${error.message} (${code})`)
    : error;
}
