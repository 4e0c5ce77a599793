import { describe, expect, test } from 'vitest';
import { createQueue } from '../../../../src/main/engine/queue/index.ts';
import { statesOf } from '../../../../src/main/engine/review/outbox-view.ts';
import { commandStateSchema, outboxGroups } from '../../../../src/shared/ipc/index.ts';
import { customerWith, documentWith } from '../../../support/customer.ts';
import { approveEverything, deskUser, testDesk, valueOf, type TestDesk } from '../../../support/desk.ts';

const customerId = 'c-1';
const plainly = { reasons: [], request: [], tags: [] };
const selfie = documentWith({ id: 'doc-1', customerId, type: 'selfie' });

/** A finish that the backend answered with a conflict, after the customer changed the e-mail and sent a document. */
async function parkedFinish(): Promise<TestDesk & { commandId: string }> {
  const desk = await testDesk();
  desk.sync(customerWith({ id: customerId, documents: [selfie] }));
  const start = valueOf(desk.review.start({ customerId })).commandId;
  approveEverything(desk, customerId);
  const { commandId } = valueOf(
    desk.review.finish({ customerId, version: desk.shown(customerId), outcome: 'approve', ...plainly }),
  );
  desk.answer(start, { result: 'applied', version: 2 });
  const replacing = documentWith({
    id: 'doc-2',
    customerId,
    type: 'selfie',
    sha256: 'f'.repeat(64),
    replaces: 'doc-1',
  });
  const current = customerWith({
    id: customerId,
    version: 4,
    fields: { email: 'new@example.com' },
    documents: [selfie, replacing],
  });
  desk.answer(commandId, {
    result: 'conflict',
    code: 'version_conflict',
    current,
    differs: ['field:email', 'documents'],
  });
  desk.sync(current);
  return { ...desk, commandId };
}

describe('a parked decision', () => {
  test('shows what changed, in words, before what did not', async () => {
    const { outbox, commandId } = await parkedFinish();
    const detail = valueOf(outbox.detail({ commandId }));
    expect(detail.comparison.filter(row => row.changed)).toEqual([
      {
        label: 'E-mail',
        mine: [{ value: 'anna@example.com', type: 'email' }],
        mineMark: 'Approved',
        current: [{ value: 'new@example.com', type: 'email' }],
        changed: true,
      },
      {
        label: 'Selfie',
        mine: [{ value: 'as seen' }],
        mineMark: 'Approved',
        current: [{ value: 'replaced' }],
        changed: true,
      },
      { label: 'Selfie', mine: [{ value: '—' }], current: [{ value: 'new' }], changed: true },
    ]);
    expect(detail.comparison.map(row => row.changed)).toEqual(
      detail.comparison.map(row => row.changed).toSorted((a, b) => Number(b) - Number(a)),
    );
    expect(detail).toMatchObject({ baseVersion: 1, currentVersion: 4, evidence: [{ current: false }] });
    expect(detail.history[0]?.text).toBe(detail.item.summary);
  });

  test('once applied is compared with nothing that was not kept', async () => {
    const desk = await testDesk();
    desk.sync(customerWith({ id: customerId }));
    const start = valueOf(desk.review.start({ customerId })).commandId;
    approveEverything(desk, customerId);
    const { commandId } = valueOf(
      desk.review.finish({ customerId, version: desk.shown(customerId), outcome: 'approve', ...plainly }),
    );
    desk.answer(start, { result: 'applied', version: 2 });
    desk.answer(commandId, { result: 'applied', version: 3 });
    desk.sync(customerWith({ id: customerId, version: 3, status: 'ACTIVE' }));
    const { comparison } = valueOf(desk.outbox.detail({ commandId }));
    expect(comparison.length).toBeGreaterThan(0);
    expect(comparison.flatMap(({ mine }) => mine.map(({ value }) => value))).not.toContain('not kept');
    expect(comparison.map(({ label }) => label)).not.toContain('Status');
  });

  test.each([
    ['open', {}, '1', '1, not the same'],
    ['dismissed', { resolution: 'falsePositive' }, '0', '0'],
  ] as const)(
    'shows that a hit that was %s has become another one, with as many open as before',
    async (_was, mark, mine, now) => {
      const hit = { id: 'h', listName: 'A', name: 'Jane Listed', score: 75, matched: ['name'], ...mark };
      const desk = await testDesk();
      desk.sync(customerWith({ id: customerId, screening: { hits: [hit] } }));
      valueOf(desk.review.start({ customerId }));
      approveEverything(desk, customerId);
      const { commandId } = valueOf(
        desk.review.finish({ customerId, version: desk.shown(customerId), outcome: 'approve', ...plainly }),
      );
      const changed = { ...hit, score: 95, matched: ['name', 'dateOfBirth'] };
      const current = customerWith({ id: customerId, version: 2, screening: { hits: [changed] } });
      // The backend names the hits where nothing else comes first.
      desk.answer(commandId, {
        result: 'conflict',
        code: 'evidence_changed',
        current,
        differs: ['document:d'],
      });
      const { comparison } = valueOf(desk.outbox.detail({ commandId }));
      expect(comparison.filter(row => row.changed)).toEqual([
        {
          label: 'Open screening hits',
          mine: [{ value: mine }],
          current: [{ value: now }],
          changed: true,
        },
      ]);
    },
  );

  test('shows what checks have found since, also where no hit and no item differs', async () => {
    const check = (
      name: string,
      state: 'alert' | 'rfi' | 'clear',
      ...findings: readonly (readonly [string, string])[]
    ) => ({
      name,
      state,
      finishedAt: '2026-01-15T09:00:00.000Z',
      findings: findings.map(([code, message]) => ({ code, message })),
    });
    const known = ['screening.notCompared', 'A name could not be compared.'] as const;
    const desk = await testDesk();
    desk.sync(
      customerWith({ id: customerId, providers: [check('screening', 'rfi', known), check('data', 'clear')] }),
    );
    valueOf(desk.review.start({ customerId }));
    approveEverything(desk, customerId);
    const { commandId } = valueOf(
      desk.review.finish({ customerId, version: desk.shown(customerId), outcome: 'approve', ...plainly }),
    );
    const current = customerWith({
      id: customerId,
      version: 2,
      providers: [
        check(
          'screening',
          'alert',
          known,
          ['screening.more', 'There are more matches.'],
          ['screening.putAside', 'Aside.'],
        ),
        check('data', 'alert', ['compliance.underAge', 'Is under 18.']),
      ],
    });
    desk.answer(commandId, { result: 'conflict', code: 'version_conflict', current, differs: ['screening'] });
    const { comparison } = valueOf(desk.outbox.detail({ commandId }));
    expect(comparison.filter(row => row.changed)).toEqual([
      {
        label: 'Watchlist screening',
        mine: [{ value: '—' }],
        current: [{ value: 'There are more matches.' }],
        changed: true,
      },
      {
        label: 'Comparison of answers',
        mine: [{ value: '—' }],
        current: [{ value: 'Is under 18.' }],
        changed: true,
      },
    ]);
  });

  test('carries raw values with their type, for the window to put into words', async () => {
    const { outbox, commandId } = await parkedFinish();
    const { comparison } = valueOf(outbox.detail({ commandId }));
    const current = (label: string) => comparison.find(row => row.label === label)?.current;
    expect(current('Nationality')).toEqual([{ value: 'SWE', type: 'country' }]);
    expect(current('Date of birth')).toEqual([{ value: '1990-04-02', type: 'date' }]);
  });

  test.each([
    [deskUser, 'You'],
    ['u-other', 'A colleague'],
  ])('names %s, who holds the check now, as "%s"', async (by, words) => {
    const desk = await parkedFinish();
    const check = {
      id: 'check-1',
      by,
      startedAt: '2026-01-15T09:00:00.000Z',
      expiresAt: '2026-01-15T09:30:00.000Z',
    };
    desk.sync(customerWith({ id: customerId, version: 5, check }));
    const { comparison } = valueOf(desk.outbox.detail({ commandId: desk.commandId }));
    expect(comparison.find(row => row.label === 'Check')).toMatchObject({
      mine: [{ value: 'You' }],
      current: [{ value: words }],
    });
  });

  test('[REV-6] is decided again with the verdicts on what is still the same; on what changed they lapse', async () => {
    const desk = await parkedFinish();
    expect(valueOf(desk.parked.decideAgain({ commandId: desk.commandId }))).toEqual({ customerId });
    const view = desk.view(customerId);
    expect(view.check.state).toBe('open');
    const open = view.items.filter(({ verdict }) => verdict.verdict === 'unreviewed');
    expect(open.map(({ item, changed }) => [item, changed])).toEqual([
      [
        'field:email',
        { verdict: 'approved', before: { kind: 'field', value: 'anna@example.com', extracted: [] } },
      ],
      ['document:doc-2', { verdict: 'approved', before: expect.objectContaining({ sha256: selfie.sha256 }) }],
    ]);
    const version = desk.shown(customerId);
    const again = () => desk.review.finish({ customerId, version, outcome: 'approve', ...plainly });
    expect(again()).toMatchObject({
      problem: { kind: 'verdicts_lapsed', items: ['field:email', 'document:doc-2'] },
    });
    approveEverything(desk, customerId);
    const { commandId } = valueOf(again());
    expect(desk.cache.outboxRow(commandId)?.decided).toMatchObject({
      replaces: desk.commandId,
      baseVersion: 4,
    });
    expect(valueOf(desk.outbox.detail({ commandId: desk.commandId }))).toMatchObject({
      item: { state: 'superseded', supersededBy: 'review.finish' },
      history: expect.not.arrayContaining([expect.objectContaining({ text: 'Handed to a supervisor' })]),
    });
  });

  test.each(['undoable', 'queued', 'parked'] as const)(
    '[REV-10] that is withdrawn while %s leaves its check open, with every verdict',
    async state => {
      const desk = await testDesk();
      desk.sync(customerWith({ id: customerId }));
      valueOf(desk.review.start({ customerId }));
      approveEverything(desk, customerId);
      const { commandId } = valueOf(
        desk.review.finish({ customerId, version: desk.shown(customerId), outcome: 'approve', ...plainly }),
      );
      if (state === 'queued') await desk.time.advance(10_000);
      if (state === 'parked') desk.answer(commandId, { result: 'conflict', code: 'version_conflict' });
      expect(desk.cache.outboxRow(commandId)?.state).toBe(state);
      valueOf(desk.parked.withdraw({ commandId, reason: 'not so' }));
      const { check, items } = desk.view(customerId);
      expect(check.state).toBe('open');
      expect(items.map(({ verdict }) => verdict.verdict)).toEqual(items.map(() => 'approved'));
    },
  );

  test('is withdrawn with its reason, and only once', async () => {
    const { parked, outbox, commandId } = await parkedFinish();
    valueOf(parked.withdraw({ commandId, reason: 'decided elsewhere' }));
    expect(valueOf(outbox.detail({ commandId })).history.at(-1)?.text).toBe('Withdrawn: decided elsewhere');
    expect(parked.withdraw({ commandId, reason: 'again' })).toMatchObject({
      problem: { kind: 'not_allowed' },
    });
  });

  test('goes to a supervisor who is not the person asking', async () => {
    const desk = await parkedFinish();
    const { parked, cache, commandId } = desk;
    expect(parked.escalate({ commandId, note: 'n' })).toMatchObject({ problem: { detail: 'no_supervisor' } });
    const users = [
      { id: 'u-me', email: 'm@example.com', name: 'Me', roles: ['analyst' as const, 'supervisor' as const] },
      { id: 'u-boss', email: 'b@example.com', name: 'Boss', roles: ['supervisor' as const] },
    ];
    cache.applyPage(
      users.map((data, seq) => ({ seq, entity: 'user', id: data.id, op: 'upsert', version: 1, data })),
      'u',
      '2026-01-15T09:00:00.000Z',
    );
    const receipt = valueOf(parked.escalate({ commandId, note: 'please' }));
    expect(cache.outboxRow(receipt.commandId)?.decided.payload).toEqual({ to: 'u-boss', note: 'please' });
    expect(cache.outboxRow(commandId)?.state).toBe('superseded');
    expect(valueOf(desk.outbox.detail({ commandId }))).toMatchObject({
      item: { state: 'superseded', supersededBy: 'customer.escalate' },
      history: expect.arrayContaining([expect.objectContaining({ text: 'Handed to a supervisor' })]),
    });
  });

  test('says to the case and to the queue why it is parked', async () => {
    const desk = await parkedFinish();
    const parked = { result: 'conflict', code: 'version_conflict' };
    expect(desk.view(customerId).check).toMatchObject({ state: 'decided', commandState: 'parked', parked });
    const queue = createQueue({ cache: desk.cache, userId: deskUser });
    const view = { filter: {}, sort: 'sla' } as const;
    const [row] = queue.window({ view, offset: 0, limit: 1 }).rows;
    expect(row?.decision).toMatchObject({ state: 'parked', parked });
  });

  test('that was applied after all can not be decided again', async () => {
    const desk = await testDesk();
    desk.sync(customerWith({ id: customerId }));
    const start = valueOf(desk.review.start({ customerId })).commandId;
    desk.answer(start, { result: 'applied', version: 2 });
    expect(desk.parked.decideAgain({ commandId: start })).toMatchObject({ problem: { kind: 'not_allowed' } });
    expect(desk.parked.decideAgain({ commandId: 'none' })).toMatchObject({ problem: { kind: 'not_found' } });
  });
});

/** Everything listed, group by group. */
const listed = (desk: TestDesk) =>
  outboxGroups.flatMap(group => desk.outbox.list({ group, limit: 500 }).items);

describe('the outbox', () => {
  test('lists what is parked, then what waits in its order, then the latest applied', async () => {
    const desk = await parkedFinish();
    const first = valueOf(desk.review.addNote({ customerId, text: 'one', mentions: [] })).commandId;
    const second = valueOf(desk.review.addNote({ customerId, text: 'two', mentions: [] })).commandId;
    expect(listed(desk).map(item => [item.commandId, item.state])).toEqual([
      [desk.commandId, 'parked'],
      [first, 'queued'],
      [second, 'queued'],
    ]);
    const { totals, journal } = desk.outbox.list({ group: 'done', limit: 5 });
    expect(totals).toEqual({ needsYou: 1, undoable: 0, waiting: 2, done: 0 });
    expect(journal).toMatchObject({ verified: true, entries: desk.journal.head().size });
  });

  test('lists a start while it stands alone, and lets the decision that builds on it speak for both', async () => {
    const desk = await testDesk();
    desk.sync(customerWith({ id: customerId }));
    valueOf(desk.review.start({ customerId }));
    const kinds = () => listed(desk).map(({ type, state }) => [type, state]);
    const totals = () => desk.outbox.list({ group: 'done', limit: 1 }).totals;
    expect(kinds()).toEqual([['review.start', 'queued']]);
    expect(totals()).toMatchObject({ waiting: 1, undoable: 0 });
    expect(desk.cache.outboxCounts()).toMatchObject({ waiting: 0 });

    approveEverything(desk, customerId);
    const { commandId } = valueOf(
      desk.review.finish({ customerId, version: desk.shown(customerId), outcome: 'approve', ...plainly }),
    );
    expect(kinds()).toEqual([['review.finish', 'undoable']]);
    expect(totals()).toMatchObject({ waiting: 0, undoable: 1 });
    expect(desk.cache.outboxCounts()).toMatchObject({ waiting: 1 });

    valueOf(desk.review.undo({ commandId }));
    expect(kinds()).toEqual([
      ['review.start', 'queued'],
      ['review.finish', 'undone'],
    ]);
    expect(totals()).toMatchObject({ waiting: 1, undoable: 0, done: 1 });
  });

  test('shows a start that was not granted, and counts it among what needs the person', async () => {
    const desk = await testDesk();
    desk.sync(customerWith({ id: customerId }));
    const { commandId } = valueOf(desk.review.start({ customerId }));
    approveEverything(desk, customerId);
    valueOf(
      desk.review.finish({ customerId, version: desk.shown(customerId), outcome: 'approve', ...plainly }),
    );
    desk.answer(commandId, { result: 'locked', code: 'claimed_by_other' });
    const items = listed(desk).map(({ type, state }) => [type, state]);
    expect(items).toEqual([
      ['review.start', 'parked'],
      ['review.finish', 'undoable'],
    ]);
    expect(desk.cache.outboxCounts()).toEqual({ waiting: 1, parked: 1, applied: 0 });
  });

  test('leaves a granted start out of the done ones and of their number', async () => {
    const desk = await testDesk();
    desk.sync(customerWith({ id: customerId }));
    const { commandId } = valueOf(desk.review.start({ customerId }));
    desk.answer(commandId, { result: 'applied', version: 2 });
    expect(desk.outbox.list({ group: 'done', limit: 9 })).toMatchObject({ items: [], totals: { done: 0 } });
  });

  test('has a group for every state', () => {
    const states = new Set<string>(outboxGroups.flatMap(group => statesOf[group]));
    // A sealed command is queued or sending, as a request carries it or not.
    expect(commandStateSchema.options.filter(state => !states.has(state))).toEqual(['sending']);
    expect(states).toContain('sealed');
  });
});
