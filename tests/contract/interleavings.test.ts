import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leafHash } from '../../src/backend/index.ts';
import {
  customerSchema,
  leadStatusOf,
  mayMove,
  reviewStatusOf,
  type CommandResult,
  type Customer,
} from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { basicFields, caseUnderReview } from '../support/backend-customers.ts';
import { approveAll, rejectFor, requestAgain } from '../support/reviewing.ts';
import { evidenceOf, type WireCommand, type WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let clients: readonly WorkstationClient[];
beforeAll(async () => {
  server = await startBackend();
  const { analyst, analyst2, supervisor } = server.tenant;
  clients = await Promise.all([analyst, analyst2, supervisor].map(user => server.signIn(user)));
});
afterAll(() => server.close());

type Move =
  | 'start'
  | 'release'
  | 'approve'
  | 'reject'
  | 'request'
  | 'correct'
  | 'assign'
  | 'note'
  | 'appeal'
  | 'patch'
  | 'resend';

const step = fc.record({
  who: fc.integer({ min: 0, max: 2 }),
  which: fc.integer({ min: 0, max: 1 }),
  /** How many versions behind the sender's view of the case is. */
  behind: fc.constantFrom(0, 0, 0, 1, 3),
  move: fc.constantFrom<Move>(
    'start',
    'start',
    'release',
    'approve',
    'approve',
    'reject',
    'request',
    'correct',
    'assign',
    'note',
    'appeal',
    'patch',
    'resend',
  ),
});

function build(
  client: WorkstationClient,
  move: Exclude<Move, 'patch' | 'resend'>,
  customer: Customer,
  behind: number,
): WireCommand {
  const on = { customerId: customer.id, baseVersion: Math.max(1, customer.version - behind) };
  const evidence = evidenceOf(customer);
  switch (move) {
    case 'start':
      return client.build({ type: 'review.start', payload: {}, ...on });
    case 'release':
      return client.build({ type: 'review.release', payload: {}, ...on });
    case 'approve':
      return client.build({ type: 'review.finish', payload: approveAll(customer), evidence, ...on });
    case 'reject':
      return client.build({
        type: 'review.finish',
        payload: rejectFor('fraud.stolenIdentity'),
        evidence,
        ...on,
      });
    case 'request':
      return client.build({ type: 'review.finish', payload: requestAgain(['field:phone']), evidence, ...on });
    case 'correct':
      return client.build({
        type: 'field.correct',
        payload: { field: 'occupation', value: `Job ${behind}`, reason: 'x' },
        ...on,
      });
    case 'assign':
      return client.build({ type: 'customer.assign', payload: { userId: client.userId }, ...on });
    case 'note':
      return client.build({
        type: 'note.add',
        payload: { text: 'x', mentions: [] },
        customerId: customer.id,
        baseVersion: null,
      });
    case 'appeal':
      return client.build({ type: 'customer.appeal', payload: { note: 'Again' }, ...on });
  }
}

/** One change of a customer, as its answer told it. */
interface Observed {
  readonly customer: string;
  readonly version: number;
}

test('[CMD-3] [DOM-1] [DOM-2] whatever several people send in whatever order, each applied command makes one version, replays none, every status step is one of the table, and the other statuses follow', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async steps => {
      const cases = [
        await caseUnderReview(server, `i ${Math.random()}`),
        await caseUnderReview(server, `j ${Math.random()}`),
      ];
      const statuses = new Map(cases.map(({ id, status }) => [id, status]));
      const versions: Observed[] = cases.map(({ id, version }) => ({ customer: id, version }));
      const sent: {
        readonly client: WorkstationClient;
        readonly command: WireCommand;
        readonly result: CommandResult;
      }[] = [];
      let phone = 0;
      for (const { who, which, behind, move } of steps) {
        const client = clients[who];
        const id = cases[which]?.id;
        if (!client || id === undefined) throw new Error('no such client or case');
        const before = await client.customer(id);
        if (move === 'patch') {
          phone += 1;
          const answer = await server.integrator(`/v1/customers/${id}`, {
            method: 'PATCH',
            headers: { 'content-type': 'application/json', 'if-match': `"${before.version}"` },
            body: JSON.stringify({ fields: { phone: `${basicFields.phone}${phone % 90}` } }),
          });
          expect([200, 422]).toContain(answer.status);
          if (answer.status === 200) {
            const { version } = customerSchema.parse(await answer.json());
            if (version !== before.version) versions.push({ customer: id, version });
          }
        } else if (move === 'resend') {
          const old = sent.findLast(one => one.client === client);
          if (old) {
            expect(await client.sendOne(old.command)).toEqual({
              id: old.command.id,
              result: 'replayed',
              status: 200,
              first: old.result,
            });
          }
        } else {
          const command = build(client, move, before, behind);
          const result = await client.sendOne(command);
          expect(['applied', 'conflict', 'locked', 'refused']).toContain(result.result);
          sent.push({ client, command, result });
          if (result.result === 'applied' && result.version != null)
            versions.push({ customer: id, version: result.version });
        }
        const after = await client.customer(id);
        const last = statuses.get(id) ?? after.status;
        expect([last, after.status, last === after.status || mayMove(last, after.status)]).toEqual([
          last,
          after.status,
          true,
        ]);
        statuses.set(id, after.status);
        expect(after.reviewStatus).toBe(reviewStatusOf(after.status));
        expect(after.leadStatus).toBe(leadStatusOf(after.status, true));
        expect(
          after.status === 'ACTIVE' || after.status === 'REJECTED' ? (after.check ?? null) : null,
        ).toBeNull();
      }
      for (const { id } of cases) {
        const seen = versions.filter(({ customer }) => customer === id).map(({ version }) => version);
        const first = seen[0] ?? 0;
        expect(seen).toEqual(seen.map((_, place) => first + place));
      }
    }),
    { numRuns: 25 },
  );
});

test('[FED-1] after all of it the feed says what the customers are, once each', async () => {
  const client = clients[0];
  if (!client) throw new Error('no client');
  const { entities } = await client.syncAll(100);
  const customers = [...entities.values()].filter(({ entity }) => entity === 'customer');
  expect(customers.length).toBeGreaterThan(10);
  for (const { id, version, data } of customers) {
    const now = await client.customer(String(id));
    expect([data, version]).toEqual([now, now.version]);
  }
});

test('the audit log has no hole, and every leaf is the hash of its entry', async () => {
  const rows = await server.backend.context.store.reader
    .selectFrom('audit')
    .selectAll()
    .where('tenantId', '=', server.tenant.id)
    .orderBy('index')
    .execute();
  expect(rows.map(({ index }) => index)).toEqual(rows.map((_, place) => place));
  for (const { index, at, actor, action, customerId, dataHash, leafHash: stored } of rows) {
    const leaf = { index, at: new Date(at).toISOString(), actor, action, dataHash };
    expect(leafHash(customerId === null ? leaf : { ...leaf, customerId })).toBe(stored);
  }
});
