import type { Context } from './context.ts';
import { findCustomers } from './customers/index.ts';
import { forgetInTime } from './forgetting.ts';
import { sealEarlierAnswers } from './http/idempotency.ts';
import { keyEarlierFiles } from './leads/index.ts';
import { recordEarlier } from './metrics/index.ts';
import { rememberEarlier } from './risk/index.ts';
import type { Work } from './store/index.ts';

/** Customers of one transaction, unless told. */
const usualPortion = 200;

/** Callers wait for this; the first round of tidying comes to what is left. */
const usualForgetMs = 60_000;

/** Works on from where the last portion ended; says whether there may be more. */
async function nextPortion(step: Work, keys: Context['keys'], portion: number): Promise<boolean> {
  const { db, tenantId } = step;
  const row = await db
    .selectFrom('backFill')
    .select('lastId')
    .where('tenantId', '=', tenantId)
    .executeTakeFirst();
  // Another process has done the rest.
  if (!row) return false;
  if (row.lastId === '' && (await sealEarlierAnswers(step, keys))) return true;
  const rows = await db
    .selectFrom('customer')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('id', '>', row.lastId)
    .orderBy('id')
    .limit(portion)
    .execute();
  const records = await findCustomers(
    step,
    rows.map(({ id }) => id),
  );
  const customers = [...records.values()].map(({ customer }) => customer);
  await recordEarlier(step, customers);
  await rememberEarlier(step, keys, customers);
  const last = rows.at(-1);
  if (last && rows.length === portion) {
    await db.updateTable('backFill').set({ lastId: last.id }).where('tenantId', '=', tenantId).execute();
    return true;
  }
  await db.deleteFrom('backFill').where('tenantId', '=', tenantId).execute();
  return false;
}

/**
 * Works out what an earlier version did not keep of what is there: figures of its cases, whose contacts they are; and seals
 * the answers that it remembered in plain, and keys the hashes of files. To be called before anything is served, so that nobody meets the half of it.
 * What a process that ended has done stays done; of several that start at once each waits until all is done.
 */
export async function backFill(
  { store, work, keys, log }: Pick<Context, 'store' | 'work' | 'keys' | 'log'>,
  portion = usualPortion,
  forgetMs = usualForgetMs,
): Promise<void> {
  await keyEarlierFiles({ store, keys });
  const tenants = await store.reader.selectFrom('backFill').select('tenantId').execute();
  for (const { tenantId } of tenants) {
    log.info({ tenantId }, 'what an earlier version did not keep is worked out');
    while (await work(tenantId, step => nextPortion(step, keys, portion)));
  }
  // Nothing that was in plain stays in a log of the store.
  if (tenants.length > 0) await forgetInTime({ store, log }, { hasPurged: true, mostMs: forgetMs });
}
