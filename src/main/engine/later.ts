import type { Timers } from './ports.ts';

/** Runs some time after the first request, once for all requests until then. */
export function createLater(timers: Pick<Timers, 'after'>, milliseconds: number, run: () => void) {
  let cancel: (() => void) | undefined;
  return {
    request(): void {
      cancel ??= timers.after(milliseconds, () => {
        cancel = undefined;
        run();
      });
    },
    cancel(): void {
      cancel?.();
      cancel = undefined;
    },
  };
}
