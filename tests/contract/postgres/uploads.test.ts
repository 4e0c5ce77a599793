import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { adopt, stage } from '../../../src/backend/documents/staging.ts';
import { openPostgres } from '../../../src/backend/store/index.ts';
import { pngBytes } from '../../support/backend-customers.ts';
import { eventually } from '../../support/eventually.ts';
import { createDatabase } from '../../support/postgres.ts';

test('[DOC-6] who gives up an upload while its commit is still on its way leaves the bytes to it', async () => {
  const { url, drop } = await createDatabase();
  onTestFinished(drop);
  const store = await openPostgres(url);
  onTestFinished(() => store.close());
  const staging = stage({ store, clock: { now: () => 0 } }, 'a-tenant', 'a-key');
  await staging.write(pngBytes('on its way'));
  await staging.finish();

  let release: (() => void) | undefined;
  const committing = store.alone('tenant/a-tenant', async db => {
    await adopt(db, 'a-tenant', 'a-key', { sha256: 'a-hash', size: 18, mime: 'image/png' });
    await new Promise<void>(resolve => (release = resolve));
  });
  const waiting = async () => {
    const { rows } = await sql`
      select 1 from pg_stat_activity where "datname" = current_database() and "wait_event_type" = 'Lock'`.execute(
      store.reader,
    );
    return rows.length > 0;
  };
  await eventually(() => release !== undefined);
  // On a busy machine it may give up before the commit is through: then it has discarded nothing either.
  const discarding = Promise.allSettled([staging.discard()]);
  await Promise.race([eventually(waiting), discarding]);
  release?.();
  await committing;
  await discarding;
  const chunks = await store.reader.selectFrom('blobChunk').select('chunkKey').execute();
  expect(chunks).toEqual([{ chunkKey: 'a-key' }]);
});
