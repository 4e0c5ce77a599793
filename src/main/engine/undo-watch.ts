import type { Cache } from './cache/index.ts';
import type { Clock, Timers } from './ports.ts';

/** Timers may fire a little early; a state asked for then would still be the old one. */
const marginMs = 20;

/** Tells when an undo window has ended: nothing is written then, so nobody else would notice. */
export function createUndoWatch(options: {
  readonly cache: Pick<Cache, 'outboxInStates'>;
  readonly clock: Clock;
  readonly timers: Pick<Timers, 'after'>;
  readonly ended: () => void;
}) {
  const { cache, clock, timers, ended } = options;
  let cancel = (): void => undefined;

  /** Looks for the window that ends next. */
  function look(): void {
    cancel();
    const until = cache.outboxInStates(['undoable'], 1)[0]?.undoUntil;
    if (until === undefined) return;
    cancel = timers.after(Math.max(0, Date.parse(until) - clock.now()) + marginMs, () => {
      ended();
      look();
    });
  }

  return { look, stop: () => cancel() };
}
