import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../shared/result.ts';
import { z } from '../../shared/zod.ts';
import type { Context } from '../context.ts';
import { actorOf, type Caller } from '../identity/index.ts';
import { refusal, type Refusal } from './refusal.ts';

const keptMs = 30 * 24 * 3600 * 1000;

/** Printable ASCII, as of the IETF draft on the header. */
const keySchema = z.string().regex(/^[\x21-\x7e]{1,255}$/);

export interface Remembered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What an Idempotency-Key leads to: a new request to run, or the first answer. */
export type Claim =
  | { readonly kind: 'run'; readonly remember: (answer: Remembered | undefined) => Promise<void> }
  | { readonly kind: 'answered'; readonly answer: Remembered };

type ClaimRefusal = Refusal<'invalid_payload' | 'idempotency_mismatch' | 'in_flight'>;

const headersSchema = z.record(z.string(), z.string());

/** SHA-256 of the parts, each with its length before it. */
export function requestHash(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}

export function idempotency({ store, clock, random }: Pick<Context, 'store' | 'clock' | 'random'>) {
  // A row without an answer is in flight while its process lives; a crash leaves one that may be taken over.
  const run = random.bytes(9).toString('base64url');
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
      const where = <Q extends { where: (c: 'tenantId' | 'caller' | 'key', o: '=', v: string) => Q }>(
        query: Q,
      ): Q =>
        query.where('tenantId', '=', id.tenantId).where('caller', '=', id.caller).where('key', '=', key);
      return store.writer.transaction().execute(async db => {
        await db
          .deleteFrom('idempotency')
          .where('createdAt', '<=', clock.now() - keptMs)
          .execute();
        const known = await where(db.selectFrom('idempotency').selectAll()).executeTakeFirst();
        if (known && known.requestHash !== hash) {
          return fail(refusal('idempotency_mismatch', 'This Idempotency-Key was used with another request.'));
        }
        if (known?.status != null) {
          const headers = headersSchema.parse(JSON.parse(known.headers ?? '{}'));
          const answer = { status: known.status, headers, body: known.body ?? '' };
          return ok({ kind: 'answered' as const, answer });
        }
        if (known && known.headers === run) {
          return fail(refusal('in_flight', 'The first request with this Idempotency-Key is still running.'));
        }
        const row = {
          ...id,
          requestHash: hash,
          createdAt: clock.now(),
          status: null,
          headers: run,
          body: null,
        };
        await db
          .insertInto('idempotency')
          .values(row)
          .onConflict(conflict =>
            conflict.columns(['tenantId', 'caller', 'key']).doUpdateSet({ headers: run }),
          )
          .execute();
        const remember = async (answer: Remembered | undefined): Promise<void> => {
          if (answer === undefined) {
            await where(store.writer.deleteFrom('idempotency')).execute();
            return;
          }
          const { status, body } = answer;
          const set = { status, headers: JSON.stringify(answer.headers), body };
          await where(store.writer.updateTable('idempotency').set(set)).execute();
        };
        return ok({ kind: 'run' as const, remember });
      });
    },
  };
}
