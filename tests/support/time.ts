import type { Clock, Timers } from '../../src/main/engine/ports.ts';

interface Pending {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
}

export interface TestTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Moves both clocks and runs what falls due, in order, giving promises and real I/O a turn after each. */
  advance(milliseconds: number): Promise<void>;
  /** The person or NTP sets the wall clock; elapsed time and timers know nothing of it. */
  jump(milliseconds: number): void;
  /** Milliseconds until the next timer; undefined when none waits. */
  nextIn(): number | undefined;
}

/** Time that stands still until the test moves it. Starts on 2026-01-15T09:00:00.000Z. */
export function testTime(start = Date.UTC(2026, 0, 15, 9)): TestTime {
  let elapsed = 0;
  let offset = start;
  let order = 0;
  const pending = new Set<Pending>();
  const turn = () => new Promise<void>(resolve => setImmediate(resolve));
  const next = (): Pending | undefined =>
    [...pending].toSorted((a, b) => a.due - b.due || a.order - b.order)[0];

  return {
    clock: { now: () => offset + elapsed, elapsed: () => elapsed },
    timers: {
      after: (milliseconds, run) => {
        const timer = { due: elapsed + Math.max(0, milliseconds), order: order++, run };
        pending.add(timer);
        return () => pending.delete(timer);
      },
      yield: turn,
    },
    advance: async milliseconds => {
      const until = elapsed + milliseconds;
      await turn();
      for (let timer = next(); timer && timer.due <= until; timer = next()) {
        elapsed = Math.max(elapsed, timer.due);
        pending.delete(timer);
        timer.run();
        await turn();
      }
      elapsed = until;
    },
    jump: milliseconds => {
      offset += milliseconds;
    },
    nextIn: () => {
      const timer = next();
      return timer && Math.max(0, timer.due - elapsed);
    },
  };
}
