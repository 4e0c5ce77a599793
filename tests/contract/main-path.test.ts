import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { caseUnderReview } from '../support/backend-customers.ts';
import { approveAll } from '../support/reviewing.ts';
import { evidenceOf } from '../support/workstation-client.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

test('a workstation signs in, syncs a case, starts and finishes its check offline and replays both', async () => {
  const customer = await caseUnderReview(server, 'main path');
  const client = await server.signIn(server.tenant.analyst);
  const { entities } = await client.syncAll();
  expect(entities.get(`customer/${customer.id}`)).toMatchObject({ op: 'upsert', version: customer.version });

  const base = { customerId: customer.id, baseVersion: customer.version };
  const start = client.build({ type: 'review.start', payload: {}, ...base });
  const finish = client.build({
    type: 'review.finish',
    payload: approveAll(customer),
    evidence: evidenceOf(customer),
    dependsOn: start.id,
    ...base,
  });
  const results = await client.send([start, finish]);
  expect(results).toMatchObject([
    { id: start.id, result: 'applied', status: 200, version: customer.version + 1 },
    { id: finish.id, result: 'applied', status: 200, version: customer.version + 2 },
  ]);
  expect(await client.customer(customer.id)).toMatchObject({ status: 'ACTIVE', reviewStatus: 'Approved' });

  const again = await client.send([start, finish]);
  expect(again).toMatchObject([
    { result: 'replayed', first: { result: 'applied' } },
    { result: 'replayed', first: { result: 'applied', version: customer.version + 2 } },
  ]);
});
