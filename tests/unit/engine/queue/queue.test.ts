import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cache } from '../../../../src/main/engine/cache/index.ts';
import type { BodyOf } from '../../../../src/main/engine/journal/index.ts';
import { createQueue } from '../../../../src/main/engine/queue/index.ts';
import { riskBandOf } from '../../../../src/shared/domain/risk.ts';
import type { QueueFilter, QueueView } from '../../../../src/shared/ipc/index.ts';
import { testCache } from '../../../support/cache.ts';
import {
  customerWith,
  documentWith,
  removalOf,
  upsertOf,
  type CustomerTraits,
} from '../../../support/customer.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { testPorts } from '../../../support/ports.ts';
import { seededRandom } from '../../../support/random.ts';
import { testTime } from '../../../support/time.ts';

const at = '2026-01-15T09:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(at) + count * 60_000).toISOString();

function queueOf(...traits: readonly (CustomerTraits & { readonly id: string })[]) {
  const time = testTime(Date.parse(at));
  const cache: Cache = testCache(testPorts({ directory: temporaryDirectory(), time }));
  cache.applyPage(
    traits.map((one, index) => upsertOf(customerWith(one), index + 1)),
    'a',
    at,
  );
  cache.markSynced(at, at);
  const queue = createQueue({ cache, userId: 'me' });
  const ids = (view: Partial<QueueView> = {}): readonly string[] =>
    queue
      .window({ view: { filter: {}, sort: 'sla', ...view }, offset: 0, limit: 500 })
      .rows.map(row => row.id);
  return { cache, queue, time, ids, found: (text: string) => ids({ filter: { text } }) };
}

const finishOf = (customerId: string): BodyOf<'decided'> => ({
  kind: 'decided',
  commandId: `finish-${customerId}`,
  type: 'review.finish',
  customerId,
  userId: 'me',
  deviceId: 'd-1',
  baseVersion: 1,
  dependsOn: null,
  clock: { lastServerTime: null, elapsedMs: null },
  payload: { outcome: 'reject', reasons: ['fraud.stolenIdentity'], verdicts: [], request: [], tags: [] },
  evidence: [],
  undoMs: 0,
  replaces: null,
  customerName: 'x',
});

const claimBy = (by: string, until: string) => ({ id: 'k', by, startedAt: at, expiresAt: until });

describe('a draft', () => {
  const lastReview = '2026-01-14T09:00:00.000Z';
  const review = { outcome: 'resubmission', verdicts: [], tags: [], by: 'other', at: lastReview } as const;
  const reviewed = { lastReview: { ...review, verdicts: [], tags: [] } };
  const marked = (seq: number, item: string, of?: string) => ({
    seq,
    at,
    body: {
      kind: 'marked' as const,
      customerId: 'c',
      verdict: { item, verdict: 'approved' as const, reasons: [] },
      ...(of === undefined ? {} : { lastReview: of }),
    },
  });
  const begun = ({ queue }: ReturnType<typeof queueOf>) =>
    queue.window({ view: { filter: {}, sort: 'sla' }, offset: 0, limit: 9 }).rows[0]?.draft;

  test('is shown until the review that it is of has ended, and again when the next one has begun', () => {
    const desk = queueOf({ id: 'c' });
    expect(begun(desk)).toBe(false);
    desk.cache.project([marked(1, 'field:email')]);
    expect(begun(desk)).toBe(true);
    desk.cache.applyPage([upsertOf(customerWith({ id: 'c', version: 2, ...reviewed }))], 'b', at);
    expect(desk.cache.draft('c')).toHaveLength(1);
    expect(begun(desk)).toBe(false);
    // What tells the lists: the row is another one by it.
    expect(desk.cache.project([marked(2, 'field:phone', lastReview)]).customerIds).toEqual(['c']);
    expect(begun(desk)).toBe(true);
  });

  test('is not shown of a case that was decided without any review', () => {
    const desk = queueOf({ id: 'c' });
    desk.cache.project([marked(1, 'field:email')]);
    desk.cache.applyPage([upsertOf(customerWith({ id: 'c', version: 2, status: 'ACTIVE' }))], 'b', at);
    expect(begun(desk)).toBe(false);
  });
});

describe('search', () => {
  const searched = () =>
    queueOf(
      { id: 'maria', fields: { firstName: 'Мария', lastName: 'Соколова' } },
      { id: 'ng', fields: { firstName: 'Li', lastName: 'Ng' } },
      { id: 'o', fields: { firstName: 'Kim', lastName: 'O' } },
      { id: 'tanaka', fields: { firstName: '太郎', lastName: '田中' }, name: '田中 太郎' },
      { id: 'muller', fields: { firstName: 'Jürgen', lastName: 'Müller', idNumber: 'C01X-0006 H1' } },
      {
        id: 'fjord-0001',
        kind: 'business',
        externalId: 'crm/77',
        beneficialOwners: [{ id: 'b', name: 'Ólafur Þórsson', ownershipPercent: 100, isDirector: true }],
      },
    );

  test.each([
    ['Ng', ['ng']],
    ['O', ['o', 'fjord-0001']],
    ['田中', ['tanaka']],
    ['田', ['tanaka']],
    ['郎', ['tanaka']],
    ['Sokolova', ['maria']],
    ['соколов', ['maria']],
    ['sokol mar', ['maria']],
    ['mueller', ['muller']],
    ['müll', ['muller']],
    ['C01X0006', ['muller']],
    ['c01x-0006', ['muller']],
    ['912345678', ['fjord-0001']],
    ['thorsson', ['fjord-0001']],
    ['fjord-0001', ['fjord-0001']],
    ['CRM/77', ['fjord-0001']],
    ['nobody', []],
    ['"', []],
  ])('%s finds %j', (text, expected) => {
    expect(searched().found(text).toSorted()).toEqual(expected.toSorted());
  });
});

describe('a view', () => {
  test('sorts by due time with the riskier first, and cases without one last', () => {
    const { ids } = queueOf(
      { id: 'late', dueAt: minutes(60) },
      { id: 'none', dueAt: null },
      { id: 'mild', dueAt: minutes(5), riskScore: 10 },
      { id: 'risky', dueAt: minutes(5), riskScore: 70 },
    );
    expect(ids()).toEqual(['risky', 'mild', 'late', 'none']);
    expect(ids({ descending: true })).toEqual(['none', 'late', 'mild', 'risky']);
  });

  test('sorts names by their Latin form', () => {
    const named = (id: string, lastName: string) => ({
      id,
      fields: { firstName: '', lastName },
      name: lastName,
    });
    const { ids } = queueOf(
      named('1', 'Zorn'),
      named('2', 'Борисов'),
      named('3', 'Åberg'),
      named('4', 'Căldare'),
    );
    expect(ids({ sort: 'name' })).toEqual(['3', '2', '4', '1']);
  });

  const filters: readonly (readonly [QueueFilter, readonly string[]])[] = [
    [{ kinds: ['business'] }, ['b']],
    [{ statuses: ['ACTIVE', 'REJECTED'] }, ['a', 'r']],
    [{ risks: ['high'] }, ['r']],
    [{ countries: ['NOR'] }, ['b']],
    [{ levels: ['kyb-standard'] }, ['b']],
    [{ assignee: 'me' }, ['m']],
    [{ assignee: 'others' }, ['r']],
    [{ assignee: 'nobody' }, ['a', 'b', 'i']],
    [{ missing: true }, ['b', 'i']],
    [{ decided: true }, ['m']],
    [{ kinds: ['individual'], statuses: ['UNDER_REVIEW'], text: 'lind' }, ['i', 'm']],
  ];
  test.each(filters)('filtered by %j holds %j', (filter, expected) => {
    const { cache, ids } = queueOf(
      { id: 'i', fields: { email: '' } },
      { id: 'b', kind: 'business' },
      { id: 'a', status: 'ACTIVE' },
      { id: 'r', status: 'REJECTED', riskScore: 90, assignee: 'u-2' },
      { id: 'm', assignee: 'me' },
    );
    cache.project([{ seq: 1, at, body: finishOf('m') }]);
    expect(ids({ filter }).toSorted()).toEqual(expected.toSorted());
  });

  test('shows what was decided here until the case itself has it', () => {
    const { cache, queue } = queueOf({ id: 'x' });
    const row = () =>
      queue.window({ view: { filter: {}, sort: 'sla' }, offset: 0, limit: 1 }).rows[0]?.decision;
    cache.project([{ seq: 1, at, body: finishOf('x') }]);
    expect(row()).toEqual({ state: 'queued', outcome: 'reject' });
    const result = { id: 'finish-x', status: 200, result: 'applied', version: 2 } as const;
    cache.project([{ seq: 2, at, body: { kind: 'answered', commandId: 'finish-x', result } }]);
    expect(row()).toEqual({ state: 'applied', outcome: 'reject' });
    cache.applyPage([upsertOf(customerWith({ id: 'x', version: 2, status: 'REJECTED' }))], 'b', at);
    expect(row()).toBeUndefined();
  });

  test('shows a claim while its lease runs', async () => {
    const { queue, time } = queueOf({ id: 'x', check: claimBy('u-2', minutes(1)) });
    const claimed = () =>
      queue.window({ view: { filter: {}, sort: 'sla' }, offset: 0, limit: 1 }).rows[0]?.claimedBy?.id;
    expect(claimed()).toBe('u-2');
    await time.advance(60_000);
    expect(claimed()).toBeUndefined();
  });

  test('[WIN-9] is due, and free again, by the backend’s clock, whatever this machine’s says', () => {
    const { cache, queue } = queueOf({ id: 'x', dueAt: minutes(30), check: claimBy('u-2', minutes(30)) });
    const view: QueueView = { filter: {}, sort: 'sla' };
    const stand = () => ({
      overdue: queue.counts().overdue,
      holder: queue.window({ view, offset: 0, limit: 1 }).rows[0]?.claimedBy?.id,
      free: queue.next({ view, claimable: true }).customerId,
    });
    expect(stand()).toEqual({ overdue: 0, holder: 'u-2', free: null });
    cache.applyPage([], 'b', minutes(60));
    expect(stand()).toEqual({ overdue: 1, holder: undefined, free: 'x' });
  });
});

describe('a window', () => {
  test('gives the part asked for, the whole count and the revision it belongs to', () => {
    const { cache, queue } = queueOf(
      ...Array.from({ length: 40 }, (_, index) => ({ id: `c-${index}`, dueAt: minutes(index) })),
    );
    const part = queue.window({ view: { filter: {}, sort: 'sla' }, offset: 30, limit: 20 });
    expect(part.rows.map(row => row.id)).toEqual(Array.from({ length: 10 }, (_, index) => `c-${30 + index}`));
    expect([part.total, part.offset, part.revision]).toEqual([40, 30, cache.revision()]);
  });

  test('holds exactly the cases that its filter asks for, whatever it combines', () => {
    const people = [null, 'me', 'u-2'] as const;
    const statuses = ['CREATED', 'UNDER_REVIEW', 'ACTIVE'] as const;
    const all = Array.from({ length: 72 }, (_, index) => ({
      id: `c-${index}`,
      kind: index % 5 === 0 ? ('business' as const) : ('individual' as const),
      status: statuses[index % 3] ?? 'ACTIVE',
      riskScore: (index % 4) * 25,
      assignee: people[Math.floor(index / 3) % 3] ?? null,
      check: index % 7 === 0 ? claimBy(people[index % 2] ?? 'u-2', at) : null,
      fields: { email: index % 6 === 0 ? '' : 'a@example.com', lastName: index % 2 === 0 ? 'Ng' : 'Zorn' },
    }));
    const { cache, ids } = queueOf(...all);
    const decided = new Set(all.filter((_, index) => index % 11 === 0).map(({ id }) => id));
    cache.project([...decided].map((id, index) => ({ seq: index + 1, at, body: finishOf(id) })));
    const holds = (one: (typeof all)[number], filter: QueueFilter): boolean =>
      (!filter.kinds?.length || filter.kinds.includes(one.kind)) &&
      (!filter.statuses?.length || filter.statuses.includes(one.status)) &&
      (!filter.risks?.length || filter.risks.includes(riskBandOf(one.riskScore))) &&
      (filter.assignee !== 'me' || one.assignee === 'me' || one.check?.by === 'me') &&
      (filter.assignee !== 'nobody' || one.assignee === null) &&
      (filter.assignee !== 'others' || one.assignee === 'u-2') &&
      (filter.missing === undefined ||
        // A business of this test has none of the documents that its level demands.
        filter.missing === (one.fields.email === '' || one.kind === 'business')) &&
      (filter.decided === undefined || filter.decided === decided.has(one.id)) &&
      (filter.text === undefined || one.fields.lastName === 'Ng');
    const some = <T>(...values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values));
    const filters = fc.record(
      {
        kinds: some('individual' as const, 'business' as const),
        statuses: some(...statuses),
        risks: some('low' as const, 'medium' as const, 'high' as const),
        assignee: fc.constantFrom('me' as const, 'nobody' as const, 'others' as const),
        missing: fc.boolean(),
        decided: fc.boolean(),
        text: fc.constantFrom('ng', 'Ng '),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(filters, fc.boolean(), (filter, descending) => {
        const expected = all.filter(one => holds(one, filter)).map(({ id }) => id);
        expect(ids({ filter, descending }).toSorted()).toEqual(expected.toSorted());
      }),
    );
  });

  test('after any changes is the same whether its list was patched or read anew', () => {
    const seed = Number(process.env['SEED'] ?? 20_260_115);
    const random = seededRandom(seed);
    const traits = (id: string): CustomerTraits & { readonly id: string } => ({
      id,
      version: 1 + random.integer(5),
      status: random.integer(3) === 0 ? 'ACTIVE' : 'UNDER_REVIEW',
      riskScore: random.integer(4) * 25,
      dueAt: random.integer(5) === 0 ? null : minutes(random.integer(20)),
      fields: { lastName: ['Åberg', 'Zorn', 'Ng', '田中', '𠮷田', 'Соколова'][random.integer(6)] ?? '' },
    });
    const { cache, queue } = queueOf(...Array.from({ length: 60 }, (_, index) => traits(`c-${index}`)));
    const views: readonly QueueView[] = [
      { filter: {}, sort: 'sla' },
      { filter: { statuses: ['UNDER_REVIEW'] }, sort: 'name' },
      { filter: { risks: ['high'] }, sort: 'updated', descending: true },
      { filter: { text: 'ng' }, sort: 'risk', descending: true },
    ];
    for (let round = 0; round < 150; round += 1) {
      const id = `c-${random.integer(70)}`;
      const change = random.integer(8) === 0 ? removalOf('customer', id) : upsertOf(customerWith(traits(id)));
      cache.applyPage([change, upsertOf(customerWith(traits(`c-${random.integer(70)}`)))], `r-${round}`, at);
      const fresh = createQueue({ cache, userId: 'me' });
      for (const view of views) {
        const input = { view, offset: 0, limit: 500 };
        const list = (from: typeof queue) => from.window(input).rows.map(row => row.id);
        expect(list(queue), `seed ${seed}, round ${round}`).toEqual(list(fresh));
      }
    }
  });
});

describe('counts', () => {
  test('are those of the cases, and follow every change', () => {
    const { cache, queue } = queueOf(
      { id: '1', dueAt: minutes(-5) },
      { id: '2', dueAt: minutes(59) },
      { id: '3', dueAt: minutes(61) },
      { id: '4', kind: 'business', status: 'ACTIVE', dueAt: minutes(-5) },
    );
    expect(queue.counts()).toMatchObject({
      all: 4,
      open: 3,
      overdue: 1,
      dueWithinHour: 1,
      byStatus: { UNDER_REVIEW: 3, ACTIVE: 1 },
      byCountry: [
        { code: 'SWE', count: 3 },
        { code: 'NOR', count: 1 },
      ],
    });
    cache.applyPage(
      [upsertOf(customerWith({ id: '1', status: 'REJECTED' })), removalOf('customer', '4')],
      'b',
      at,
    );
    expect(queue.counts()).toMatchObject({
      all: 3,
      open: 2,
      overdue: 0,
      byStatus: { UNDER_REVIEW: 2, REJECTED: 1 },
    });
    expect(queue.counts().byLevel).toEqual([{ id: 'kyc-basic', name: 'KYC Basic', count: 3 }]);
  });
});

describe('the next case', () => {
  const view: QueueView = { filter: { statuses: ['UNDER_REVIEW'] }, sort: 'sla' };

  test('that can be claimed passes over what others hold, what is decided and what waits for a second approval', () => {
    const { cache, queue } = queueOf(
      { id: 'held', dueAt: minutes(1), check: claimBy('u-2', minutes(30)) },
      { id: 'decided', dueAt: minutes(2) },
      { id: 'second', dueAt: minutes(3), awaitingSecondApproval: { commandId: 'k', by: 'u-2' } },
      { id: 'lapsed', dueAt: minutes(4), check: claimBy('u-2', minutes(-1)) },
      { id: 'free', dueAt: minutes(5) },
    );
    cache.project([{ seq: 1, at, body: finishOf('decided') }]);
    expect(queue.next({ view, claimable: true })).toEqual({ customerId: 'lapsed' });
    expect(queue.next({ view, after: 'lapsed', claimable: true })).toEqual({ customerId: 'free' });
    expect(queue.next({ view, after: 'held', claimable: false })).toEqual({ customerId: 'decided' });
  });

  test('that can be claimed is the first of any number behind it, then from the top', () => {
    const few = 40;
    const { cache, queue } = queueOf(
      ...Array.from({ length: few }, (_, index) => ({
        id: `c-${String(index).padStart(2, '0')}`,
        dueAt: minutes(index),
      })),
    );
    const first = (free: readonly number[], after?: string) => {
      const taken = Array.from({ length: few }, (_, index) => index).filter(index => !free.includes(index));
      const held = (index: number, check: CustomerTraits['check']) =>
        upsertOf(
          customerWith({ id: `c-${String(index).padStart(2, '0')}`, dueAt: minutes(index), check }),
          index,
        );
      const theirs = claimBy('u-2', minutes(30));
      cache.applyPage(
        [...taken.map(index => held(index, theirs)), ...free.map(index => held(index, null))],
        'next',
        at,
      );
      return queue.next({ view, after, claimable: true }).customerId;
    };
    expect(first([7, 30, 31])).toBe('c-07');
    expect(first([7, 30, 31], 'c-07')).toBe('c-30');
    expect(first([7, 30, 31], 'c-31')).toBe('c-07');
    expect(first([39], 'c-39')).toBeNull();
    expect(first([])).toBeNull();
  });

  test('that can be claimed is asked for in a few statements, however many can’t be', () => {
    const { cache } = queueOf(
      ...Array.from({ length: 3000 }, (_, index) => ({ id: `c-${index}`, status: 'ACTIVE' as const })),
    );
    let asked = 0;
    const counted: Cache = {
      ...cache,
      database: {
        ...cache.database,
        prepare(sql) {
          const statement = cache.database.prepare(sql);
          const counting = <T>(ask: () => T): T => {
            asked += 1;
            return ask();
          };
          return {
            ...statement,
            get: (...values) => counting(() => statement.get(...values)),
            all: (...values) => counting(() => statement.all(...values)),
          };
        },
      },
    };
    const queue = createQueue({ cache: counted, userId: 'me' });
    const all: QueueView = { filter: {}, sort: 'sla' };
    expect(queue.next({ view: all, claimable: true })).toEqual({ customerId: null });
    expect(asked).toBeLessThan(10);
  });

  test('after a case that has left the view is the one that stood behind it', () => {
    const { cache, queue } = queueOf(
      { id: 'a', dueAt: minutes(1) },
      { id: 'b', dueAt: minutes(2) },
      { id: 'c', dueAt: minutes(3) },
    );
    cache.applyPage([upsertOf(customerWith({ id: 'b', status: 'ACTIVE', dueAt: minutes(2) }))], 'b', at);
    expect(queue.next({ view, after: 'b', claimable: true })).toEqual({ customerId: 'c' });
    expect(queue.next({ view, after: 'c', claimable: true })).toEqual({ customerId: 'a' });
  });

  test('is none when there is no other', () => {
    const { queue } = queueOf({ id: 'a' });
    expect(queue.next({ view, after: 'a', claimable: true })).toEqual({ customerId: null });
  });
});

describe('documents fetched ahead', () => {
  test('are those of claimed cases, then of the next in the view, without replaced ones', () => {
    const document = (id: string, customerId: string, replaces?: string) =>
      documentWith({ id, customerId, ...(replaces ? { replaces } : {}) });
    const { queue } = queueOf(
      { id: 'first', dueAt: minutes(1), documents: [document('d1', 'first'), document('d2', 'first', 'd1')] },
      {
        id: 'mine',
        dueAt: minutes(9),
        check: claimBy('me', minutes(30)),
        documents: [document('d3', 'mine')],
      },
    );
    queue.window({ view: { filter: {}, sort: 'sla' }, offset: 0, limit: 50 });
    expect(queue.documentsAhead().map(({ id }) => id)).toEqual(['d3', 'd2']);
  });
});
