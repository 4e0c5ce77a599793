import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBackend, type TestBackend } from '../../support/backend.ts';
import { caseUnderReview, patchCustomer } from '../../support/backend-customers.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import {
  approveItems,
  documentsHere,
  shownOf,
  drained,
  firstRun,
  passphrase,
  plainly,
  synced,
  workstation,
  type TestWorkstation,
} from '../../support/engine.ts';
import { eventually } from '../../support/eventually.ts';

let server: TestBackend;
beforeAll(async () => {
  server = await startBackend();
});
afterAll(() => server.close());

const everything = { view: { filter: {}, sort: 'sla' }, offset: 0, limit: 100 } as const;

async function ready(directory = temporaryDirectory()): Promise<TestWorkstation & { directory: string }> {
  const desk = await workstation({ directory });
  await firstRun(desk, server.url, server.tenant.analyst);
  return { ...desk, directory };
}

const checkOf = async ({ ask }: TestWorkstation, customerId: string) =>
  (await ask('case.open', { customerId })).check;

describe('first run', () => {
  test('a new profile signs in, makes a vault and shows every case of the backend', async () => {
    const customer = await caseUnderReview(server, 'first run');
    const desk = await workstation({ directory: temporaryDirectory() });
    expect(desk.engine.state().phase).toBe('firstRun');

    await firstRun(desk, server.url, server.tenant.analyst);

    expect(desk.engine.state()).toMatchObject({ phase: 'ready', user: { roles: ['analyst'] } });
    const { rows } = await desk.ask('queue.window', everything);
    expect(rows.map(row => row.id)).toContain(customer.id);
  });

  test('a weak passphrase is refused and the sign-in is kept for another try', async () => {
    const desk = await workstation({ directory: temporaryDirectory() });
    const { email, password } = server.tenant.analyst;
    await desk.ask('setup.signIn', { url: server.url, email, password, deviceName: 'Test desk' });
    expect(await desk.refused('setup.finish', { passphrase: 'short' })).toBe('weak_passphrase');
    await desk.ask('setup.finish', { passphrase });
    expect(desk.engine.state().phase).toBe('ready');
  });

  test('a wrong password is named', async () => {
    const desk = await workstation({ directory: temporaryDirectory() });
    const { email } = server.tenant.analyst;
    const input = { url: server.url, email, password: 'not it', deviceName: 'Test desk' };
    expect(await desk.refused('setup.signIn', input)).toBe('credentials_wrong');
  });
});

describe('a check', () => {
  test('is started, every item marked, finished, and applied at the backend once', async () => {
    const { id } = await caseUnderReview(server, 'approve');
    const desk = await ready();
    await desk.ask('review.start', { customerId: id });
    await approveItems(desk, id);
    const receipt = await desk.ask('review.finish', {
      customerId: id,
      version: await shownOf(desk, id),
      outcome: 'approve',
      ...plainly,
    });
    expect(receipt.state).toBe('undoable');
    expect(await checkOf(desk, id)).toMatchObject({ state: 'decided', commandState: 'undoable' });

    await drained(desk);

    const client = await server.signIn(server.tenant.supervisor);
    expect(await client.customer(id)).toMatchObject({ status: 'ACTIVE', lastReview: { outcome: 'approve' } });
    const { items } = await desk.ask('outbox.list', { group: 'done', limit: 10 });
    expect(items.filter(item => item.customerId === id).map(item => [item.type, item.state])).toEqual([
      ['review.finish', 'applied'],
    ]);
  });

  test('with an open required item can not be approved, and the item is named', async () => {
    const { id } = await caseUnderReview(server, 'open item');
    const desk = await ready();
    await desk.ask('review.start', { customerId: id });
    const answer = await desk.engine.call('review.finish', {
      customerId: id,
      version: await shownOf(desk, id),
      outcome: 'approve',
      ...plainly,
    });
    expect(answer).toMatchObject({ ok: false, problem: { kind: 'open_items' } });
    if (!answer.ok) expect(answer.problem.items).toContain('field:lastName');
  });

  test('can end in a rejection with its reasons and in a request for one item', async () => {
    const [rejected, asked] = [await caseUnderReview(server, 'reject'), await caseUnderReview(server, 'ask')];
    const desk = await ready();
    for (const { id } of [rejected, asked]) await desk.ask('review.start', { customerId: id });
    await desk.ask('review.finish', {
      customerId: rejected.id,
      version: await shownOf(desk, rejected.id),
      outcome: 'reject',
      reasons: ['fraud.documentForgery'],
      request: [],
      tags: ['ring'],
    });
    const item = `document:${asked.documents[0]?.id}`;
    await desk.ask('review.finish', {
      customerId: asked.id,
      version: await shownOf(desk, asked.id),
      outcome: 'resubmission',
      ...plainly,
      request: [{ item, reasons: ['imageQuality.blurry'] }],
    });
    await drained(desk);
    const client = await server.signIn(server.tenant.supervisor);
    expect((await client.customer(rejected.id)).status).toBe('REJECTED');
    expect(await client.customer(asked.id)).toMatchObject({
      status: 'NEEDS_ADDITIONAL_INFORMATION',
      rfi: { items: [{ item }] },
    });
  });

  test('is open again with its verdicts when its finish is undone within ten seconds', async () => {
    const { id } = await caseUnderReview(server, 'undo');
    const desk = await ready();
    await desk.ask('review.start', { customerId: id });
    await approveItems(desk, id);
    const { commandId } = await desk.ask('review.finish', {
      customerId: id,
      version: await shownOf(desk, id),
      outcome: 'approve',
      ...plainly,
    });
    await desk.ask('review.undo', { commandId });
    const view = await desk.ask('case.open', { customerId: id });
    expect(view.check.state).toBe('open');
    expect(view.items.every(({ verdict }) => verdict.verdict === 'approved')).toBe(true);
    await drained(desk);
    const client = await server.signIn(server.tenant.supervisor);
    expect((await client.customer(id)).status).toBe('UNDER_REVIEW');
  });

  test('can not be undone when its ten seconds are over', async () => {
    const { id } = await caseUnderReview(server, 'too late');
    const desk = await ready();
    await desk.ask('review.start', { customerId: id });
    await approveItems(desk, id);
    const { commandId } = await desk.ask('review.finish', {
      customerId: id,
      version: await shownOf(desk, id),
      outcome: 'approve',
      ...plainly,
    });
    desk.passes(10_001);
    expect(await desk.refused('review.undo', { commandId })).toBe('not_undoable');
  });
});

describe('offline', () => {
  test('[OBX-1] decisions survive a restart without network and arrive once when it is back', async () => {
    const cases = [];
    for (const label of ['one', 'two', 'three'])
      cases.push(await caseUnderReview(server, `offline ${label}`));
    const desk = await ready();
    const { keychain, directory } = desk;
    for (const { id } of cases) await documentsHere(desk, id);
    desk.cable.cut();
    for (const { id } of cases) {
      await desk.ask('review.start', { customerId: id });
      await approveItems(desk, id);
      await desk.ask('review.finish', {
        customerId: id,
        version: await shownOf(desk, id),
        outcome: 'approve',
        ...plainly,
      });
    }
    await desk.engine.stop();

    const again = await workstation({ directory, keychain });
    again.cable.cut();
    expect(again.engine.state().phase).toBe('locked');
    await again.ask('vault.unlock', { passphrase });
    expect((await again.ask('sync.state', {})).waiting).toBe(3);
    for (const { id } of cases) expect((await checkOf(again, id)).state).toBe('decided');

    again.cable.plug();
    await drained(again);
    const client = await server.signIn(server.tenant.supervisor);
    for (const { id } of cases) expect((await client.customer(id)).status).toBe('ACTIVE');
    expect((await again.ask('outbox.list', { group: 'done', limit: 1 })).journal).toMatchObject({
      verified: true,
    });
  });

  test('a document that was seen before can be read with the cable cut, one that was not is named', async () => {
    const { id, documents } = await caseUnderReview(server, 'document offline');
    const desk = await ready();
    await desk.ask('case.open', { customerId: id });
    const documentId = documents[0]?.id ?? '';
    const online = await desk.ask('document.read', { documentId });
    await eventually(
      async () => (await desk.ask('case.open', { customerId: id })).documents[0]?.local === 'ready',
    );
    desk.cable.cut();
    const offline = await desk.ask('document.read', { documentId });
    expect(offline).toEqual(online);
    expect(await desk.refused('document.read', { documentId: 'no-such' })).toBe('not_found');
  });
});

describe('a conflict', () => {
  async function conflict() {
    const customer = await caseUnderReview(server, `conflict ${Math.random()}`);
    const desk = await ready();
    await documentsHere(desk, customer.id);
    desk.cable.cut();
    await desk.ask('review.start', { customerId: customer.id });
    await approveItems(desk, customer.id);
    const { commandId } = await desk.ask('review.finish', {
      customerId: customer.id,
      version: await shownOf(desk, customer.id),
      outcome: 'approve',
      ...plainly,
    });
    const now = await (await server.signIn(server.tenant.supervisor)).customer(customer.id);
    await patchCustomer(server, now, { fields: { lastName: 'Changed' } });
    desk.cable.plug();
    await drained(desk);
    await synced(desk);
    return { desk, customer, commandId };
  }

  test('parks the decision and shows mine and current side by side', async () => {
    const { desk, commandId } = await conflict();
    const detail = await desk.ask('outbox.detail', { commandId });
    expect(detail.item).toMatchObject({ state: 'parked', parked: { code: 'version_conflict' } });
    expect(detail.comparison).toContainEqual(
      expect.objectContaining({
        label: 'Last name',
        mine: [expect.objectContaining({ value: 'Łukasz-O’Brien' })],
        mineMark: 'Approved',
        current: [expect.objectContaining({ value: 'Changed' })],
        changed: true,
      }),
    );
    expect(detail.history.map(({ text }) => text).at(-1)).toContain('had changed');
  });

  test('[REV-6] can be decided again on the case as it is now, with the verdicts on what is the same', async () => {
    const { desk, customer, commandId } = await conflict();
    const { customerId } = await desk.ask('outbox.decideAgain', { commandId });
    expect(customerId).toBe(customer.id);
    const view = await desk.ask('case.open', { customerId });
    expect(view.check.state).toBe('open');
    expect(view.customer.fields['lastName']?.value).toBe('Changed');
    const open = view.items.filter(({ verdict }) => verdict.verdict !== 'approved');
    expect(open).toMatchObject([{ item: 'field:lastName', changed: { verdict: 'approved' } }]);
    await approveItems(desk, customerId);
    await desk.ask('review.finish', {
      customerId,
      version: await shownOf(desk, customerId),
      outcome: 'approve',
      ...plainly,
    });
    await drained(desk);
    const client = await server.signIn(server.tenant.supervisor);
    expect((await client.customer(customerId)).status).toBe('ACTIVE');
    const { items } = await desk.ask('outbox.list', { group: 'needsYou', limit: 10 });
    expect(items.filter(item => item.customerId === customerId)).toEqual([]);
  });

  test('can be withdrawn with a reason, or handed to a supervisor', async () => {
    const first = await conflict();
    await first.desk.ask('outbox.withdraw', { commandId: first.commandId, reason: 'no longer mine' });
    const gone = await first.desk.ask('outbox.detail', { commandId: first.commandId });
    expect(gone.item.state).toBe('withdrawn');
    const second = await conflict();
    await second.desk.ask('outbox.escalate', { commandId: second.commandId, note: 'please look' });
    await drained(second.desk);
    const client = await server.signIn(server.tenant.supervisor);
    const { assignee } = await client.customer(second.customer.id);
    expect([server.tenant.supervisor.id, server.tenant.supervisor2.id]).toContain(assignee);
  });
});

describe('locking', () => {
  test('closes everything, answers nothing of a case, and opens again with the passphrase', async () => {
    const { id } = await caseUnderReview(server, 'lock');
    const desk = await ready();
    await desk.engine.lock('by hand');
    expect(desk.engine.state()).toMatchObject({ phase: 'locked', account: { deviceName: 'Test desk' } });
    expect(desk.engine.state().user).toBeUndefined();
    expect(await desk.refused('case.open', { customerId: id })).toBe('wrong_phase');
    expect(await desk.refused('vault.unlock', { passphrase: 'not the right passphrase' })).toBe(
      'wrong_passphrase',
    );
    desk.passes(5_000);
    await desk.ask('vault.unlock', { passphrase });
    expect((await desk.ask('case.open', { customerId: id })).customer.id).toBe(id);
  });

  test('a lock that comes while the vault is being opened leaves it locked', async () => {
    const desk = await ready();
    await desk.engine.lock('by hand');
    const opening = desk.ask('vault.unlock', { passphrase });
    await desk.engine.lock('suspend');
    await opening;
    expect(desk.engine.state().phase).toBe('locked');
    await desk.ask('vault.unlock', { passphrase });
    expect(desk.engine.state().phase).toBe('ready');
  });

  test('a second engine is kept out of a profile that is in use', async () => {
    const desk = await ready();
    const second = await workstation({ directory: desk.directory, keychain: desk.keychain });
    expect(second.engine.state()).toMatchObject({ phase: 'blocked', problem: { kind: 'profile_in_use' } });
  });
});

describe('a damaged cache', () => {
  test('[CCH-1] is rebuilt without asking, decisions and drafts included, and said so', async () => {
    const [decided, open] = [
      await caseUnderReview(server, 'damage 1'),
      await caseUnderReview(server, 'damage 2'),
    ];
    const desk = await ready();
    await documentsHere(desk, decided.id);
    desk.cable.cut();
    await desk.ask('review.start', { customerId: decided.id });
    await approveItems(desk, decided.id);
    await desk.ask('review.finish', {
      customerId: decided.id,
      version: await shownOf(desk, decided.id),
      outcome: 'approve',
      ...plainly,
    });
    await desk.ask('review.start', { customerId: open.id });
    await desk.ask('review.mark', {
      customerId: open.id,
      version: await shownOf(desk, open.id),
      verdict: { item: 'field:lastName', verdict: 'approved', reasons: [] },
    });
    await desk.engine.stop();
    writeFileSync(join(desk.directory, 'cache.db'), 'not a database at all, and not encrypted either');

    const again = await workstation({ directory: desk.directory, keychain: desk.keychain });
    await again.ask('vault.unlock', { passphrase });
    expect(again.engine.state().notices).toMatchObject([{ kind: 'cache_rebuilt' }]);
    expect((await again.ask('sync.state', {})).waiting).toBeGreaterThan(0);
    await synced(again);
    const view = await again.ask('case.open', { customerId: open.id });
    expect(view.items.find(({ item }) => item === 'field:lastName')?.verdict.verdict).toBe('approved');
    await drained(again);
    const client = await server.signIn(server.tenant.supervisor);
    expect((await client.customer(decided.id)).status).toBe('ACTIVE');
  });

  test('[CCH-1] under an open engine locks it, and is rebuilt at the next unlock with every decision kept', async () => {
    const { id } = await caseUnderReview(server, 'damage under way');
    const desk = await ready();
    await documentsHere(desk, id);
    desk.cable.cut();
    await desk.ask('review.start', { customerId: id });
    await approveItems(desk, id);
    await desk.ask('review.finish', {
      customerId: id,
      version: await shownOf(desk, id),
      outcome: 'approve',
      ...plainly,
    });
    await desk.engine.lock('by hand');
    await desk.ask('vault.unlock', { passphrase });
    const file = join(desk.directory, 'cache.db');
    writeFileSync(file, readFileSync(file).fill(0xa5, 4096));

    expect(await desk.refused('case.open', { customerId: id })).toBe('storage_failed');
    await eventually(() => desk.engine.state().phase === 'locked');
    await desk.ask('vault.unlock', { passphrase });
    expect(desk.engine.state().notices).toMatchObject([{ kind: 'cache_rebuilt' }]);
    expect((await desk.ask('sync.state', {})).waiting).toBe(1);
    desk.cable.plug();
    await drained(desk);
    const client = await server.signIn(server.tenant.supervisor);
    expect((await client.customer(id)).status).toBe('ACTIVE');
  });
});
