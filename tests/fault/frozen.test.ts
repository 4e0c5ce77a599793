import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from '../../src/shared/zod.ts';
import { postgresObstacle } from '../../tools/index.mjs';
import { basicFields } from '../support/backend-customers.ts';
import { eventually } from '../support/eventually.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { makeMany } from './load.ts';

const obstacle = postgresObstacle();

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

const subject = { kind: 'individual', levelId: 'kyc-basic', fields: basicFields };

describe.skipIf(obstacle !== undefined)(
  `a process that stands still${obstacle ? `: skipped, ${obstacle}` : ''}`,
  () => {
    let cluster: Cluster;
    beforeAll(async () => void (cluster = await startCluster(2)));
    afterAll(() => cluster.remove());

    /** Transactions that hold a name, and their processes have said nothing since a second. */
    const stuck = async (): Promise<readonly number[]> => {
      const { rows } = await sql<{ pid: number }>`
        select "pid" from pg_stat_activity join pg_locks using ("pid")
        where "locktype" = 'advisory' and "granted" and "state" = 'idle in transaction'
          and clock_timestamp() - "state_change" > interval '1 second'`.execute(cluster.store.reader);
      return rows.map(({ pid }) => pid);
    };

    /** Freezes the first process in the middle of a transaction; what is returned lets it go on. */
    async function freezeWithinTransaction(): Promise<() => void> {
      for (;;) {
        const goOn = cluster.freeze(0);
        await pause(1500);
        if ((await stuck()).length > 0) return goOn;
        goOn();
        await pause(20 + 80 * Math.random());
      }
    }

    const create = (apiKey: string, key: string) =>
      fetch(`${cluster.url(0.99)}/v1/customers`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${apiKey}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify({ ...subject, externalId: key }),
      });

    test('[STO-8] frozen within a transaction it holds up its tenant alone, and not for long; when it goes on it finds what it did undone, and nothing is lost or twice', async () => {
      const { access, store } = cluster;
      const first = access.apiKey ?? '';
      const { tenantId: other } = z
        .object({ tenantId: z.string() })
        .parse(await cluster.administer('tenant', 'add', 'Other'));
      const second = z
        .object({ apiKey: z.string() })
        .parse(await cluster.administer('key', 'add', 'Other', 'all', '--tenant', other)).apiKey;

      let isLoaded = true;
      let chance = 0;
      const sender = { url: () => cluster.url(chance), goesOn: () => isLoaded };
      const creating = Array.from({ length: 6 }, () =>
        makeMany(sender, first, '/v1/customers', name => ({ ...subject, externalId: name })),
      );
      for (const worker of creating) worker.catch(() => (isLoaded = false));
      await pause(500);

      const goOn = await freezeWithinTransaction();
      const key = randomUUID();
      const told: number[] = [];
      try {
        // The other tenant's work goes on at the other process; the frozen one's is taken up while it still stands.
        expect((await create(second, randomUUID())).status).toBe(201);
        expect((await fetch(`${cluster.url(0.99)}/readyz`)).status).toBe(200);
        await eventually(async () => {
          const answer = await create(first, key);
          told.push(answer.status);
          if (answer.status === 503) expect(answer.headers.get('retry-after')).toBe('1');
          return answer.status === 201;
        });
        expect(await stuck()).toEqual([]);
      } finally {
        isLoaded = false;
        chance = 0.99;
        goOn();
      }
      console.log(`the frozen tenant was answered ${told.join(', ')}`);
      expect(told.filter(status => status !== 503 && status !== 201)).toEqual([]);

      const made = (await Promise.all(creating)).flatMap(map => [...map]);
      const stored = await store.reader
        .selectFrom('customer')
        .select(['id', 'externalId'])
        .where('tenantId', '!=', other)
        .execute();
      expect(new Map(stored.map(({ id, externalId }) => [externalId, id]))).toEqual(
        new Map([...made, [key, stored.find(one => one.externalId === key)?.id]]),
      );
      expect(stored).toHaveLength(made.length + 1);
      const entries = await store.reader
        .selectFrom('audit')
        .select('index')
        .where('tenantId', '!=', other)
        .orderBy('index')
        .execute();
      expect(entries.map(({ index }) => index)).toEqual(entries.map((_, place) => place));
      expect(await cluster.end()).toBe(true);
    });
  },
);
