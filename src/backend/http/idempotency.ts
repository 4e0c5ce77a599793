import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../shared/result.ts';
import { z } from '../../shared/zod.ts';
import type { Context } from '../context.ts';
import { actorOf, type Caller } from '../identity/index.ts';
import type { Db, Queries } from '../store/index.ts';
import { refusal, type Refusal } from './refusal.ts';

const keptMs = 30 * 24 * 3600 * 1000;

/** Printable ASCII, as of the IETF draft on the header. */
const keySchema = z.string().regex(/^[\x21-\x7e]{1,255}$/);

export interface Remembered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Keeps an answer under the key, in the transaction of what was done. */
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

/** SHA-256 of the parts, each with its length before it. */
export function requestHash(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}

/** Forgets keys after their time: the same key is a new request then. */
export async function purgeIdempotency(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('idempotency')
    .where('createdAt', '<=', now - keptMs)
    .execute();
}

export function idempotency({ store, clock, run, keys }: Pick<Context, 'store' | 'clock' | 'run' | 'keys'>) {
  return {
    /** Claims a key for a request, or finds what the first request with it was answered. */
    claim: async (caller: Caller, key: string, hash: string): Promise<Result<Claim, ClaimRefusal>> => {
      if (!keySchema.safeParse(key).success) {
        return fail(
          refusal('invalid_payload', 'The Idempotency-Key is not 1 to 255 printable characters.', {
            errors: [{ path: 'headers.idempotency-key', message: 'not a key' }],
          }),
        );
      }
      const id = { tenantId: caller.tenantId, caller: actorOf(caller), key };
      // An answer may hold what is kept nowhere else (a link's address, a webhook's secret): sealed, it says nothing at rest.
      const purpose = `answer/${Object.values(id).join('/')}`;
      const where = <Q extends { where: (c: 'tenantId' | 'caller' | 'key', o: '=', v: string) => Q }>(
        query: Q,
      ): Q =>
        query.where('tenantId', '=', id.tenantId).where('caller', '=', id.caller).where('key', '=', key);
      return store.alone(`idempotency/${Object.values(id).join('/')}`, async db => {
        await purgeIdempotency(db, clock.now());
        const known = await where(db.selectFrom('idempotency').selectAll()).executeTakeFirst();
        if (known && known.requestHash !== hash) {
          return fail(refusal('idempotency_mismatch', 'This Idempotency-Key was used with another request.'));
        }
        if (known?.status != null) {
          const headers = headersSchema.parse(JSON.parse(known.headers ?? '{}'));
          const body = keys.open(purpose, Buffer.from(known.body ?? '', 'base64')).toString('utf8');
          const answer = { status: known.status, headers, body };
          return ok({ kind: 'answered' as const, answer });
        }
        if (known && known.run === run) {
          return fail(refusal('in_flight', 'The first request with this Idempotency-Key is still running.'));
        }
        const row = {
          ...id,
          requestHash: hash,
          createdAt: clock.now(),
          status: null,
          headers: null,
          run,
          body: null,
        };
        await db
          .insertInto('idempotency')
          .values(row)
          .onConflict(conflict => conflict.columns(['tenantId', 'caller', 'key']).doUpdateSet({ run }))
          .execute();
        const remember: Remember = async (queries, { status, headers, body }) => {
          const sealed = keys.seal(purpose, Buffer.from(body)).toString('base64');
          const set = { status, headers: JSON.stringify(headers), body: sealed };
          await where(queries.updateTable('idempotency').set(set)).execute();
        };
        const release = async (): Promise<void> => {
          await where(store.writer.deleteFrom('idempotency')).where('status', 'is', null).execute();
        };
        return ok({ kind: 'run' as const, remember, release });
      });
    },
  };
}
