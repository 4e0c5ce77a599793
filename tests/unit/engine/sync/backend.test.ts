import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createSync, type FeedState } from '../../../../src/main/engine/sync/index.ts';
import type { Journal } from '../../../../src/main/engine/journal/index.ts';
import { caseUnderReview, createCustomer, patchCustomer } from '../../../support/backend-customers.ts';
import { startBackend, type TestBackend } from '../../../support/backend.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { eventually } from '../../../support/eventually.ts';
import { openJournal } from '../../../support/journal.ts';
import { createNetwork } from '../../../support/network.ts';
import { testPorts } from '../../../support/ports.ts';
import { openSendingDesk } from '../../../support/sending-desk.ts';

let server: TestBackend;
beforeAll(async () => {
  server = await startBackend();
});
afterAll(() => server.close());

async function world() {
  const directory = temporaryDirectory();
  const plain = testPorts({ directory });
  const network = createNetwork(plain.http);
  const random = { ...plain.random, fraction: () => 0.02 };
  const ports = { ...plain, random, http: network };
  const desk = await openSendingDesk(server, server.tenant.analyst, ports);
  onTestFinished(() => desk.close());
  const syncOver = (journal: Journal) => {
    const states: FeedState[] = [];
    const sync = createSync({
      ports,
      api: desk.session.api,
      connection: desk.connection,
      cache: desk.cache,
      journal,
      deviceId: desk.owner.deviceId,
      listener: {
        applied: () => undefined,
        policy: () => undefined,
        links: () => undefined,
        wipe: () => undefined,
        changed: state => states.push(state),
      },
    });
    onTestFinished(() => sync.stop());
    sync.start();
    return { sync, states };
  };
  return { desk, network, ports, syncOver };
}

test('the copy is the same as at the backend, and what changes there arrives on the held request', async () => {
  const { desk, syncOver } = await world();
  const customer = await caseUnderReview(server, 'copied');
  syncOver(desk.journal);
  await eventually(() => desk.cache.syncMark().complete);
  const client = await server.signIn(server.tenant.supervisor);
  expect(desk.cache.customer(customer.id)).toEqual(await client.customer(customer.id));

  const current = await client.customer(customer.id);
  await patchCustomer(server, current, { fields: { middleName: 'Amaia' } });
  await eventually(() => desk.cache.customer(customer.id)?.fields['middleName']?.value === 'Amaia');
  expect(desk.cache.customer(customer.id)?.version).toBe(current.version + 1);
});

test("the backend witnesses the journal's head; an older journal of the same device is an alarm", async () => {
  const { desk, ports, syncOver } = await world();
  const customer = await createCustomer(server);
  for (let number = 0; number < 3; number += 1) desk.note(customer.id, `note ${number}`);
  const first = syncOver(desk.journal);
  await eventually(() => desk.journal.witnessedSize === 3);
  await first.sync.stop();
  // [IDN-1]: what is still to be sent is named with it.
  const unsent = desk.cache.outboxInStates(['undoable', 'queued', 'sealed'], 10).map(row => row.commandId);
  const { reader } = server.backend.context.store;
  const rows = await reader.selectFrom('witnessedCommand').select('commandId').execute();
  expect(rows.map(row => row.commandId).toSorted()).toEqual(unsent.toSorted());
  expect(unsent).toHaveLength(3);

  // As after a restore of the profile from a backup: the same keys, an earlier journal.
  const earlier = await openJournal(
    { ...ports, files: testPorts({ directory: temporaryDirectory() }).files },
    {
      ...desk.vault,
      readAnchor: async () => ({ ok: true, value: undefined }),
    },
  );
  onTestFinished(() => earlier.close());
  earlier.append([{ kind: 'exported', what: 'one entry' }]);
  const { sync } = syncOver(earlier);
  const problem = await eventually(() => sync.state().problem);
  expect(problem).toMatchObject({ kind: 'journal_behind', counts: { entries: 1 } });
});

test('a session that the backend has ended is said to be so, and goes on after the person signs in', async () => {
  const { desk, syncOver } = await world();
  const { sync } = syncOver(desk.journal);
  await eventually(() => desk.cache.syncMark().complete);
  await server.backend.context.store.writer.deleteFrom('accessToken').execute();
  await server.backend.context.store.writer.deleteFrom('refreshToken').execute();

  sync.now();
  await eventually(() => desk.connection.state().problem?.kind === 'signed_out');
  expect(desk.connection.state().nextAttemptAt).toBeUndefined();
  expect(await desk.session.signIn({ password: 'not it' })).toMatchObject({
    problem: { kind: 'credentials_wrong' },
  });
  expect((await desk.session.signIn({ password: server.tenant.analyst.password })).ok).toBe(true);
  desk.connection.tryNow();
  sync.now();
  const customer = await createCustomer(server);
  await eventually(() => desk.cache.customer(customer.id));
  expect(desk.connection.state()).toEqual({ network: 'online', paused: false });
});

test('[SES-1] an access token that ended is renewed in passing, also when the answer to the renewal is lost', async () => {
  const { desk, network, syncOver } = await world();
  const { sync } = syncOver(desk.journal);
  await eventually(() => desk.cache.syncMark().complete);
  let lost = 0;
  network.decide((_, path) => {
    if (path !== '/v1/sessions/refresh' || lost === 2) return { kind: 'pass' };
    lost += 1;
    return { kind: 'answerLost' };
  });
  server.clock.advance(16 * 60_000);
  sync.now();
  const customer = await createCustomer(server);
  await eventually(() => desk.cache.customer(customer.id));
  expect(lost).toBe(2);
  expect(desk.session.signedOut()).toBe(false);
});
