import { createHash } from 'node:crypto';
import { customerSchema } from '../../shared/domain/index.ts';
import { ok } from '../../shared/result.ts';
import { z } from '../../shared/zod.ts';
import type { Context } from '../context.ts';
import { answersKeptMs } from '../http/index.ts';
import type { Db } from '../store/index.ts';
import type { ImportApplicant, Imported } from './import.ts';

/** Whoever lost a race comes again at once; after that the token counts as used. */
const keptMs = 10 * 60_000;

const importedSchema = z.object({
  source: z.string(),
  fields: z.record(z.string(), z.string()),
  outcome: customerSchema.shape.providers.element.pick({ state: true, findings: true }),
}) satisfies z.ZodType<Imported>;

/**
 * Imports by tokens that can be used once, and holds what one brought until it is in a case: a request that loses its
 * `If-Match` while the other service is asked is sent again with the same token, to whichever process. It is kept where
 * the answers to repeated requests are, under the token's hash, and sealed so that only the token opens it.
 */
export function unspentImports(
  importApplicant: ImportApplicant,
  { store, clock, keys }: Pick<Context, 'store' | 'clock' | 'keys'>,
) {
  const idOf = (tenantId: string, token: string) => ({
    tenantId,
    caller: 'import',
    key: createHash('sha256').update(`${tenantId}\0${token}`).digest('hex'),
  });
  const purposeOf = (tenantId: string, token: string): string => `import/${tenantId}/${token}`;

  const known = async (tenantId: string, token: string): Promise<Imported | undefined> => {
    const { caller, key } = idOf(tenantId, token);
    const row = await store.reader
      .selectFrom('idempotency')
      .select('body')
      .where('tenantId', '=', tenantId)
      .where('caller', '=', caller)
      .where('key', '=', key)
      .where('createdAt', '>', clock.now() - answersKeptMs)
      .executeTakeFirst();
    if (row?.body == null) return undefined;
    const json = keys.open(purposeOf(tenantId, token), Buffer.from(row.body, 'base64')).toString('utf8');
    return importedSchema.parse(JSON.parse(json));
  };

  const keep = async (tenantId: string, token: string, imported: Imported): Promise<void> => {
    const now = clock.now();
    const json = Buffer.from(JSON.stringify(imported));
    const fresh = {
      // It goes with the answers that are as old as this says.
      createdAt: now - answersKeptMs + keptMs,
      leasedUntil: now,
      status: 200,
      body: keys.seal(purposeOf(tenantId, token), json).toString('base64'),
    };
    await store.writer
      .insertInto('idempotency')
      .values({ ...idOf(tenantId, token), requestHash: '', run: '', headers: null, ...fresh })
      .onConflict(conflict => conflict.columns(['tenantId', 'caller', 'key']).doUpdateSet(fresh))
      .execute();
  };

  return {
    take: async (tenantId: string, token: string, signal: AbortSignal): ReturnType<ImportApplicant> => {
      const before = await known(tenantId, token);
      if (before) return ok(before);
      const answer = await importApplicant(token, signal);
      if (answer.ok) await keep(tenantId, token, answer.value);
      return answer;
    },
    /** It is in a case, by this transaction: the token is used up. */
    spent: async (db: Db, tenantId: string, token: string): Promise<void> => {
      const { caller, key } = idOf(tenantId, token);
      await db
        .deleteFrom('idempotency')
        .where('tenantId', '=', tenantId)
        .where('caller', '=', caller)
        .where('key', '=', key)
        .execute();
    },
  };
}
