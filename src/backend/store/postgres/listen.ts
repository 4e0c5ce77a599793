import pg from 'pg';
import { clientConfig } from './connect.ts';

/** Every database has names of its own for these. */
export const channel = 'sealdesk_changes';

const firstPauseMs = 200;
const longestPauseMs = 5000;

/** `undefined` stands for: some may have been missed. */
export type Heard = (payload: string | undefined) => void;

/** Listens on a connection of its own, and on a new one whenever that is lost; returns what ends it. */
export function listen(url: string, heard: Heard): () => void {
  let ended = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let pause = firstPauseMs;

  const again = (lost: pg.Client): void => {
    if (client !== lost) return;
    client = undefined;
    lost.end().catch(() => undefined);
    if (ended) return;
    timer = setTimeout(connect, pause);
    pause = Math.min(2 * pause, longestPauseMs);
  };

  function connect(): void {
    const fresh = new pg.Client(clientConfig(url));
    client = fresh;
    fresh.on('error', () => again(fresh));
    fresh.on('end', () => again(fresh));
    fresh.on('notification', ({ payload }) => heard(payload ?? ''));
    fresh
      .connect()
      .then(() => fresh.query(`listen ${channel}`))
      .then(
        () => {
          pause = firstPauseMs;
          heard(undefined);
        },
        // Requests say that the server is not there; waiting readers can only wait.
        () => again(fresh),
      );
  }

  connect();
  return () => {
    ended = true;
    clearTimeout(timer);
    const last = client;
    if (last) again(last);
  };
}
