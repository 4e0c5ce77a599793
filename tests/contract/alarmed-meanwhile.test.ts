import { afterAll, beforeAll, expect, test } from 'vitest';
import { changed, findCustomer, updateCustomer } from '../../src/backend/customers/index.ts';
import type { Customer } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { caseUnderReview } from '../support/backend-customers.ts';

let server: TestBackend;
beforeAll(async () => {
  // Checks wait for a runner, and there is none.
  server = await startBackend();
});
afterAll(() => server.close());

test('[PRV-13] an alarm that an import brings while checks wait is remembered, though they are asked for nothing more and another import takes it back', async () => {
  const { id, providers } = await caseUnderReview(server, 'alarmed meanwhile');
  expect(providers.map(({ state }) => state)).toContain('pending');
  const { context } = server.backend;
  const says = (state: 'alert' | 'clear') =>
    context.work(server.tenant.id, async step => {
      const found = await findCustomer(step.db, step.tenantId, id);
      if (!found) throw new Error('no such customer');
      const told: Customer['providers'] = [...providers, { name: 'sumsub', state, findings: [] }];
      const next = changed(found, { set: {}, facts: [], device: null, at: step.at });
      await updateCustomer(step, { ...next, customer: { ...next.customer, providers: told } }, found);
    });
  const alarmed = async (): Promise<number | undefined> => {
    const run = await context.store.reader
      .selectFrom('checkRun')
      .select('alarmed')
      .where('tenantId', '=', server.tenant.id)
      .where('customerId', '=', id)
      .executeTakeFirst();
    return run?.alarmed;
  };
  expect(await alarmed()).toBe(0);
  await says('alert');
  expect(await alarmed()).toBe(1);
  await says('clear');
  expect(await alarmed()).toBe(1);
});
