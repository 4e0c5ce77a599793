import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Clock } from '../environment.ts';
import { refusal, type Refusal } from '../http/refusal.ts';
import type { Db, Queries, Store, Work } from '../store/index.ts';
import { networkOf } from './network.ts';
import { foldEmail } from './users.ts';

export const failureWindowMs = 15 * 60_000;
const failures: Limit = { most: 10, detail: 'Too many failed attempts; try again later.' };

/** In place of an address: failures of one-time codes are counted for the account, wherever they come from. */
export const fromAnywhere = '*';

const hashOf = (name: string): string => createHash('sha256').update(name).digest('hex');

interface Counted {
  readonly accountHash: string;
  readonly address: string;
}

/** How many may be counted in a window, and what is said of more. */
interface Limit {
  readonly most: number;
  readonly detail: string;
}

type Room = Result<void, Refusal<'rate_limited'>>;

/** Refuses where there were as many in the window before a time (epoch milliseconds) as there may be; writes nothing. */
async function roomFor(
  db: Queries,
  { accountHash, address }: Counted,
  now: number,
  { most, detail }: Limit,
): Promise<Room> {
  const recent = await db
    .selectFrom('signInFailure')
    .select('at')
    .where('accountHash', '=', accountHash)
    .where('address', '=', address)
    .where('at', '>', now - failureWindowMs)
    .orderBy('at')
    .execute();
  const oldest = recent.at(-most);
  if (oldest) {
    const seconds = Math.max(1, Math.ceil((oldest.at + failureWindowMs - now) / 1000));
    return fail(refusal('rate_limited', detail, { headers: { 'retry-after': String(seconds) } }));
  }
  return ok(undefined);
}

/** Counts one more at a time (epoch milliseconds), if there is room for it. */
async function count(db: Db, counted: Counted, now: number, limit: Limit): Promise<Room> {
  const room = await roomFor(db, counted, now, limit);
  if (room.ok)
    await db
      .insertInto('signInFailure')
      .values({ ...counted, at: now })
      .execute();
  return room;
}

/**
 * A workstation renews its session every quarter of an hour, and when it starts; whoever asks so much more often is none,
 * and one that is started over and over is not kept out.
 */
const renewals: Limit = { most: 600, detail: 'This session was renewed too often; try again later.' };

/** Counts a renewal of a family's tokens, in the work that renews them. */
export const countRenewal = ({ db, at }: Pick<Work, 'db' | 'at'>, sessionId: string) =>
  count(db, { accountHash: hashOf(`session/${sessionId}`), address: fromAnywhere }, at, renewals);

/** Whether nothing of this name was counted in the window before a time (epoch milliseconds); counts it. */
export const isFirst = async ({ db }: Pick<Work, 'db'>, name: string, at: number): Promise<boolean> =>
  (await count(db, { accountHash: hashOf(name), address: fromAnywhere }, at, { most: 1, detail: '' })).ok;

/**
 * Counts failures per account and network that they come from. An attempt is counted before the password is looked at and forgiven
 * when it was right, so that attempts in parallel can't all slip under the limit.
 */
export function failureLimit({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
  const who = (email: string, from: string) => ({
    accountHash: hashOf(foldEmail(email)),
    address: networkOf(from),
  });
  return {
    /** Whether one more would be let in; for whoever has to wait until it can be counted. */
    room: (email: string, from: string): Promise<Room> =>
      roomFor(store.reader, who(email, from), clock.now(), failures),
    begin: (email: string, from: string): Promise<Room> =>
      store.alone(`failures/${foldEmail(email)}`, db => count(db, who(email, from), clock.now(), failures)),
    /** Takes one attempt back that was no failure, and no proof of being in the right either. */
    withdraw: async (email: string, from: string): Promise<void> => {
      const { accountHash, address } = who(email, from);
      const newest = store.reader
        .selectFrom('signInFailure')
        .select(row => row.fn.max('id').as('id'))
        .where('accountHash', '=', accountHash)
        .where('address', '=', address);
      await store.writer.deleteFrom('signInFailure').where('id', '=', newest).execute();
    },
    forgive: async (email: string, from: string): Promise<void> => {
      const { accountHash, address } = who(email, from);
      await store.writer
        .deleteFrom('signInFailure')
        .where('accountHash', '=', accountHash)
        .where('address', '=', address)
        .execute();
    },
  };
}
