import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../shared/result.ts';
import { z } from '../../shared/zod.ts';
import type { Context } from '../context.ts';
import { actorOf, type Caller, type Keys } from '../identity/index.ts';
import { purgedAtOnce } from '../portion.ts';
import type { Db, IdempotencyTable, Queries, Work } from '../store/index.ts';
import { RequestFault } from './fault.ts';
import { answersKeptMs } from './kept.ts';
import { refusal, type Refusal } from './refusal.ts';

/**
 * How long a running request holds its key without a sign of life: one that a killed process left is run again after
 * this. One that merely stood still so long finds at its end that it lost the key, and undoes what it did.
 */
const leaseMs = 10_000;

/** A claim that others keep changing is theirs. */
const mostAttempts = 5;

/** Printable ASCII, as of the IETF draft on the header. */
const keySchema = z.string().regex(/^[\x21-\x7e]{1,255}$/);

/** What is wrong with a header that is no key. */
export const keyFault = (key: string): Refusal<'invalid_payload'> | undefined =>
  keySchema.safeParse(key).success
    ? undefined
    : refusal('invalid_payload', 'The Idempotency-Key is not 1 to 255 printable characters.', {
        errors: [{ path: 'headers.idempotency-key', message: 'not a key' }],
      });

export interface Remembered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Keeps an answer under the key, in the transaction of what was done. Throws, and so undoes that, where the key is not
 * this request's any more.
 */
export type Remember = (db: Queries, answer: Remembered) => Promise<void>;

/** What an Idempotency-Key leads to: a new request to run, or the first answer. */
export type Claim =
  | {
      readonly kind: 'run';
      readonly remember: Remember;
      /** Frees the key where nothing was remembered under it. */
      readonly release: () => Promise<void>;
    }
  | { readonly kind: 'answered'; readonly answer: Remembered };

type ClaimRefusal = Refusal<'invalid_payload' | 'idempotency_mismatch' | 'in_flight'>;

const headersSchema = z.record(z.string(), z.string());

/** SHA-256 of the parts, each with its length before it: what a claim is made with, and never kept as it is. */
export function requestHash(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}

/** Forgets a portion of the keys whose time is over: the same key is a new request then. */
export async function purgeIdempotency(db: Db, now: number): Promise<boolean> {
  const old = db
    .selectFrom('idempotency')
    .select(['tenantId', 'caller', 'key'])
    .where('createdAt', '<=', now - answersKeptMs)
    .limit(purgedAtOnce);
  const { numDeletedRows } = await db
    .deleteFrom('idempotency')
    .where(row =>
      row(row.refTuple('tenantId', 'caller', 'key'), 'in', old.$asTuple('tenantId', 'caller', 'key')),
    )
    .executeTakeFirst();
  return numDeletedRows >= purgedAtOnce;
}

type Id = Pick<IdempotencyTable, 'tenantId' | 'caller' | 'key'>;

/** An answer may hold what is kept nowhere else (a link's address, a webhook's secret): sealed, it says nothing at rest. */
const sealed = (keys: Keys, id: Id, body: string): string =>
  keys.seal(purposeOf(id), Buffer.from(body)).toString('base64');

const purposeOf = ({ tenantId, caller, key }: Id): string => `answer/${tenantId}/${caller}/${key}`;

/** What is kept of a request: a password or a name that it holds is guessed from no copy of the store without the key file. */
const keptHash = (keys: Keys, { tenantId, caller, key }: Id, hash: string): string =>
  keys.derive('request', tenantId, caller, key, hash).toString('base64url');

/** Answers that are sealed in one transaction. */
const portion = 1000;

/**
 * Seals a portion of the answers that an earlier version, which knew no leases, left in plain; says whether there may be
 * more.
 */
export async function sealEarlierAnswers(
  { db, tenantId, at }: Pick<Work, 'db' | 'tenantId' | 'at'>,
  keys: Keys,
): Promise<boolean> {
  const plain = db.selectFrom('idempotency').where('tenantId', '=', tenantId).where('leasedUntil', '=', 0);
  const rows = await plain
    .select(['caller', 'key', 'body'])
    .where('status', 'is not', null)
    .limit(portion)
    .execute();
  for (const { caller, key, body } of rows) {
    await db
      .updateTable('idempotency')
      .set({ body: sealed(keys, { tenantId, caller, key }, body ?? ''), leasedUntil: at })
      .where('tenantId', '=', tenantId)
      .where('caller', '=', caller)
      .where('key', '=', key)
      .execute();
  }
  return rows.length === portion;
}

export function idempotency({
  store,
  clock,
  random,
  run,
  keys,
  log,
}: Pick<Context, 'store' | 'clock' | 'random' | 'run' | 'keys' | 'log'>) {
  const inFlight = () =>
    refusal('in_flight', 'The first request with this Idempotency-Key is still running.', {
      headers: { 'retry-after': '1' },
    });

  /** Undefined for an answer that can't be opened: damaged, or sealed with another key file. */
  const opened = (id: Id, body: string | null): string | undefined => {
    try {
      return keys.open(purposeOf(id), Buffer.from(body ?? '', 'base64')).toString('utf8');
    } catch {
      return undefined;
    }
  };

  return {
    /** Claims a key for a request, or finds what the first request with it was answered. */
    claim: async (caller: Caller, key: string, hash: string): Promise<Result<Claim, ClaimRefusal>> => {
      const fault = keyFault(key);
      if (fault) return fail(fault);
      const id = { tenantId: caller.tenantId, caller: actorOf(caller), key };
      const kept = keptHash(keys, id, hash);
      const claimed = `${run}/${random.bytes(9).toString('base64url')}`;
      type Column = 'tenantId' | 'caller' | 'key' | 'run';
      const where = <Q extends { where: (column: Column, operator: '=', value: string) => Q }>(query: Q): Q =>
        query.where('tenantId', '=', id.tenantId).where('caller', '=', id.caller).where('key', '=', key);
      const mine = (queries: Queries) =>
        where(queries.updateTable('idempotency')).where('run', '=', claimed).where('status', 'is', null);

      const begin = (): Claim => {
        const alive = setInterval(() => {
          mine(store.writer)
            .set({ leasedUntil: clock.now() + leaseMs })
            .execute()
            // The lease runs out, then, and `remember` finds whether somebody else has the key.
            .catch(() => undefined);
        }, leaseMs / 3);
        const remember: Remember = async (queries, { status, headers, body }) => {
          const set = { status, headers: JSON.stringify(headers), body: sealed(keys, id, body) };
          const { numUpdatedRows } = await mine(queries).set(set).executeTakeFirst();
          if (numUpdatedRows === 0n) throw new RequestFault(inFlight());
        };
        const release = async (): Promise<void> => {
          clearInterval(alive);
          const left = where(store.writer.deleteFrom('idempotency')).where('run', '=', claimed);
          await left.where('status', 'is', null).execute();
        };
        return { kind: 'run', remember, release };
      };

      // Single statements, each of which finds what is so when it runs: of several processes one gets the key.
      for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
        const now = clock.now();
        const { numInsertedOrUpdatedRows = 0n } = await store.writer
          .insertInto('idempotency')
          .values({
            ...id,
            requestHash: kept,
            createdAt: now,
            run: claimed,
            leasedUntil: now + leaseMs,
            status: null,
            headers: null,
            body: null,
          })
          .onConflict(conflict => conflict.columns(['tenantId', 'caller', 'key']).doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows > 0n) return ok(begin());
        const known = await where(store.writer.selectFrom('idempotency').selectAll()).executeTakeFirst();
        if (!known) continue;
        if (known.createdAt <= now - answersKeptMs) {
          const old = where(store.writer.deleteFrom('idempotency'));
          await old.where('createdAt', '=', known.createdAt).execute();
          continue;
        }
        // An earlier version kept the hash as it was; the last of them go 30 days after the update.
        if (known.requestHash !== kept && known.requestHash !== hash) {
          return fail(refusal('idempotency_mismatch', 'This Idempotency-Key was used with another request.'));
        }
        if (known.status !== null) {
          const headers = headersSchema.parse(JSON.parse(known.headers ?? '{}'));
          const body = opened(id, known.body);
          if (body !== undefined)
            return ok({ kind: 'answered', answer: { status: known.status, headers, body } });
          // Nobody can give that answer again: the key is a new one.
          log.error({ tenantId: id.tenantId, caller: id.caller }, 'a remembered answer can not be opened');
          await where(store.writer.deleteFrom('idempotency')).where('run', '=', known.run).execute();
          continue;
        }
        if (known.leasedUntil > now) return fail(inFlight());
        const { numUpdatedRows } = await where(store.writer.updateTable('idempotency'))
          .where('run', '=', known.run)
          .where('leasedUntil', '=', known.leasedUntil)
          .where('status', 'is', null)
          .set({ run: claimed, leasedUntil: now + leaseMs })
          .executeTakeFirst();
        if (numUpdatedRows > 0n) return ok(begin());
      }
      return fail(inFlight());
    },
  };
}
