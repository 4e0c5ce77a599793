import { scopes } from '../../shared/api/index.ts';
import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import { addApiKey, addUser, hashPassword, insertTenant, type Keys } from '../identity/index.ts';
import { sampleApiKey, sampleUsers, type SampleUser } from './credentials.ts';
import type { Sample } from '../sample/index.ts';
import { patiently } from '../store/index.ts';
import { insertSample, type SampleRequest } from './insert.ts';

export interface SampleAccess {
  readonly users: readonly Pick<SampleUser, 'email' | 'password' | 'roles'>[];
  readonly apiKey: string;
}

const settingKey = 'sample';

const accessOf = (keys: Keys): SampleAccess => ({
  users: sampleUsers(keys).map(({ email, password, roles }) => ({ email, password, roles })),
  apiKey: sampleApiKey(keys),
});

/** The credentials of the sample tenant in this store; undefined when it has none. */
async function existingSample({
  store,
  keys,
}: Pick<Context, 'store' | 'keys'>): Promise<SampleAccess | undefined> {
  const row = await store.reader
    .selectFrom('setting')
    .select('value')
    .where('key', '=', settingKey)
    .executeTakeFirst();
  return row && accessOf(keys);
}

/** Before the transaction, in which nobody should think for seconds: others wait for it, and the store ends it. */
async function drawn(request: SampleRequest, now: number): Promise<Sample> {
  // Loaded only here: the drawing libraries would double the start of a backend without samples.
  const { createSample } = await import('../sample/index.ts');
  return createSample({ ...request, now });
}

/**
 * Makes the sample tenant with its users, an integrator's key and its cases, or finds the one that is there: a store
 * holds one sample, and keeps it whatever count or seed is asked for later.
 */
export async function seedSample(context: Context, request: SampleRequest): Promise<SampleAccess> {
  const there = await existingSample(context);
  if (there) return there;
  const { work, clock, random, store, keys } = context;
  const users = await Promise.all(
    sampleUsers(keys).map(async ({ password, ...user }) => ({
      ...user,
      id: newId(clock, random),
      passwordHash: await hashPassword(password),
    })),
  );
  const sample = request.count > 0 ? await drawn(request, clock.now()) : undefined;
  // All in one transaction: an attempt that is cut off leaves nothing that would be in the way of the next. Its first
  // row is the sample's one: another process that makes the sample at the same time waits for it, and finds it made.
  const load = () =>
    work(newId(clock, random), async step => {
      const { numInsertedOrUpdatedRows = 0n } = await step.db
        .insertInto('setting')
        .values({ key: settingKey, value: JSON.stringify({ seed: request.seed, count: request.count }) })
        .onConflict(conflict => conflict.column('key').doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 0n) return;
      await insertTenant(step, context, 'Sealdesk sample', 'system');
      await addApiKey(step, context, 'Sample integrator', scopes, { token: sampleApiKey(keys) });
      for (const user of users) await addUser(step, user, 'system');
      const analysts = users.filter(({ roles }) => roles.includes('analyst')).map(({ id }) => id);
      if (sample) await insertSample(step, sample, request, analysts);
    });
  await patiently(() => store.bulk(load));
  return accessOf(keys);
}
