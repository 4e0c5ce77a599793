import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openPostgres } from '../../../src/backend/store/index.ts';
import { customerSchema } from '../../../src/shared/domain/index.ts';
import { spawnBackend, startBackend } from '../../support/backend.ts';
import { basicFields } from '../../support/backend-customers.ts';
import { temporaryDirectory, temporaryFolder } from '../../support/directory.ts';
import { eventually } from '../../support/eventually.ts';
import { createDatabase } from '../../support/postgres.ts';

async function emptyDatabase(): Promise<string> {
  const { url, drop } = await createDatabase(undefined, 'template0');
  onTestFinished(drop);
  return url;
}

test('[STO-2] of processes that start at once with a sample on an empty database one makes it, and all give the same access', async () => {
  const db = await emptyDatabase();
  const keys = join(temporaryDirectory('sealdesk-first'), 'keys');
  const start = () => spawnBackend(['--db', db, '--keys', keys, '--port', '0', '--sample', '20']);
  const begun = await Promise.allSettled([start(), start()]);
  const running = begun.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = begun.flatMap(one => (one.status === 'rejected' ? [String(one.reason)] : []));
  const [first] = running;
  const access = running.map(({ ready: { users, apiKey } }) => ({ users, apiKey }));
  const counts = await Promise.all(
    running.map(async ({ ready }) => {
      const headers = { authorization: `Bearer ${ready.apiKey}` };
      const answer = await fetch(`${ready.url}/v1/customers?limit=200`, { headers });
      return ((await answer.json()) as { items: readonly unknown[] }).items.length;
    }),
  );
  const store = await openPostgres(db);
  const tenants = await store.reader.selectFrom('tenant').select('id').execute();
  await store.close();
  await Promise.all(running.map(one => one.end()));
  expect(failed).toEqual([]);
  expect(access).toEqual(running.map(() => ({ users: first?.ready.users, apiKey: first?.ready.apiKey })));
  expect(counts).toEqual([20, 20]);
  expect(tenants).toHaveLength(1);
});

test('[STO-2] of processes that start at once with key files of their own one is served, and the others are told', async () => {
  const db = await emptyDatabase();
  const folder = temporaryDirectory('sealdesk-first');
  const start = (name: string) =>
    spawnBackend(['--db', db, '--keys', join(folder, name), '--port', '0', '--sample', '0']);
  const begun = await Promise.allSettled([start('one'), start('two')]);
  for (const one of begun) if (one.status === 'fulfilled') await one.value.end();
  const refused = begun.flatMap(one => (one.status === 'rejected' ? [String(one.reason)] : []));
  expect(refused).toEqual([expect.stringContaining('key file')]);
});

test('[STO-4] a job that one process leaves is taken by another at once, without looking for it', async () => {
  const folder = temporaryFolder('sealdesk-told');
  const leaves = await startBackend({ directory: folder.path });
  const takes = await startBackend({ directory: folder.path, runsJobs: true, jobsPollMs: 600_000 });
  onTestFinished(async () => {
    await Promise.all([leaves.close(), takes.close()]);
    folder.remove();
  });
  // The first look, and the word that some may have been missed, are over.
  await new Promise(resolve => setTimeout(resolve, 1000));
  const post = (path: string, body?: object) =>
    leaves.integrator(path, {
      method: 'POST',
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
  const made = await post('/v1/customers', { kind: 'individual', levelId: 'kyc-basic', fields: basicFields });
  const { id } = customerSchema.parse(await made.json());
  expect((await post(`/v1/customers/${id}/submit`)).status).toBe(200);
  await eventually(async () => {
    const { providers } = customerSchema.parse(await (await leaves.integrator(`/v1/customers/${id}`)).json());
    return providers.length > 0 && providers.every(({ state }) => state !== 'pending');
  });
});
