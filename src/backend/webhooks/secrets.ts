import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import type { Db, Queries, Work } from '../store/index.ts';

/** How long an old secret signs along after a rotation. */
const oldSecretMs = 24 * 3600 * 1000;

/** More would only make the header longer than receivers read. */
const mostSecrets = 5;

const secretBytes = 32;

const purposeOf = (tenantId: string, webhookId: string): string => `webhook/${tenantId}/${webhookId}`;

const live = (db: Queries, tenantId: string, webhookId: string, at: number) =>
  db
    .selectFrom('webhookSecret')
    .select(['id', 'sealed'])
    .where('tenantId', '=', tenantId)
    .where('webhookId', '=', webhookId)
    .where(row => row.or([row('expiresAt', 'is', null), row('expiresAt', '>', at)]));

/**
 * Makes a secret and returns it: the only time it is seen. Those before it go on for 24 hours. Undefined: there are too
 * many that still sign.
 */
export async function newSecret(
  { db, tenantId, at }: Work,
  { clock, random, keys }: Pick<Context, 'clock' | 'random' | 'keys'>,
  webhookId: string,
): Promise<string | undefined> {
  const known = await live(db, tenantId, webhookId, at).execute();
  if (known.length >= mostSecrets) return undefined;
  await db
    .updateTable('webhookSecret')
    .set({ expiresAt: at + oldSecretMs })
    .where('tenantId', '=', tenantId)
    .where('webhookId', '=', webhookId)
    .where('expiresAt', 'is', null)
    .execute();
  const secret = random.bytes(secretBytes);
  const sealed = keys.seal(purposeOf(tenantId, webhookId), secret);
  const id = newId(clock, random);
  await db
    .insertInto('webhookSecret')
    .values({ tenantId, webhookId, id, sealed, createdAt: at, expiresAt: null })
    .execute();
  return `whsec_${secret.toString('base64')}`;
}

/** The secrets that sign at a time, the newest first. */
export async function secretsOf(
  db: Queries,
  keys: Context['keys'],
  { tenantId, id: webhookId }: { readonly tenantId: string; readonly id: string },
  at: number,
): Promise<readonly Buffer[]> {
  const rows = await live(db, tenantId, webhookId, at).orderBy('createdAt', 'desc').execute();
  return rows.map(({ sealed }) => keys.open(purposeOf(tenantId, webhookId), sealed));
}

/** Forgets secrets that sign no more. */
export async function purgeSecrets(db: Db, now: number): Promise<void> {
  await db.deleteFrom('webhookSecret').where('expiresAt', '<=', now).execute();
}
