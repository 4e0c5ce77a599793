import type { Journal } from './journal/index.ts';
import { clockNotice, type Notice } from './notices.ts';
import type { Ports } from './ports.ts';

/** How often the anchor is looked at: with the journal's own pause, and a slow keychain, well within 30 s. */
const everyMs = 5_000;
/** The wall clock may drift or be corrected by less than this without a word. */
const jumpMs = 120_000;

/** Keeps the keychain's anchor at most half a minute behind the journal, and notices when the wall clock jumps. */
export function watchJournal(options: {
  readonly ports: Pick<Ports, 'clock' | 'timers' | 'log' | 'newId'>;
  readonly journal: Pick<Journal, 'anchor'>;
  readonly noticed: (notice: Notice) => void;
  /** Projects what a full disk kept out of the cache. */
  readonly catchUp: () => void;
}) {
  const { ports, journal, noticed, catchUp } = options;
  const { clock, timers } = ports;
  let offset = clock.now() - clock.elapsed();
  let stopped = false;
  let cancel = (): void => undefined;

  async function look(): Promise<void> {
    const jump = clock.now() - clock.elapsed() - offset;
    if (Math.abs(jump) > jumpMs) noticed(clockNotice(ports.newId(), jump));
    offset += jump;
    catchUp();
    const anchored = await journal.anchor(false);
    if (!anchored.ok) ports.log('journal.unanchored', { problem: anchored.problem.kind });
    if (!stopped) cancel = timers.after(everyMs, () => void look());
  }

  cancel = timers.after(everyMs, () => void look());
  return {
    stop(): void {
      stopped = true;
      cancel();
    },
  };
}
