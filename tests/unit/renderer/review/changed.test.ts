import { describe, expect, it } from 'vitest';
import { namesOf } from '../../../../src/renderer/src/review/changed-names.ts';
import { beforeWords } from '../../../../src/renderer/src/review/items/before-words.ts';
import { createRoomStore } from '../../../../src/renderer/src/review/room-store.ts';
import { problem, type CaseHit, type CaseView } from '../../../../src/shared/ipc/index.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { caseItem, caseView } from '../../../support/case-view.ts';
import { customerWith } from '../../../support/customer.ts';
import { windowBridge } from '../../../support/window-bridge.ts';

const item = 'field:lastName';
const at = (version: number, lastName: string, change: Partial<CaseView> = {}): CaseView =>
  caseView({
    customer: customerWith({ id: 'c1', version, fields: { lastName } }),
    items: [caseItem(item, { label: 'Last name', provided: lastName })],
    ...change,
  });

/** A room whose engine answers with the cases one after the other, the last one again and again. */
async function room(views: readonly CaseView[], answers: Parameters<typeof windowBridge>[0] = {}) {
  let turn = 0;
  const engine = windowBridge({
    'case.open': () => ok(views[Math.min(turn++, views.length - 1)] ?? caseView()),
    'review.mark': () => ok({}),
    ...answers,
  });
  const store = createRoomStore(engine.bridge, 'c1');
  await store.getState().load();
  return { engine, store };
}

describe('a case that changes while it is reviewed', () => {
  it('[REV-7] is news with what changed; before the check is open it is not', async () => {
    const { store } = await room([
      at(1, 'Berg', { check: { state: 'none' } }),
      at(2, 'Borg'),
      at(3, 'Lind'),
      at(4, 'Lind'),
    ]);
    await store.getState().load();
    expect(store.getState().news).toBeUndefined();
    await store.getState().load();
    expect(store.getState().news?.facts).toEqual([item]);
    const { news } = store.getState();
    await store.getState().load();
    expect(store.getState().news).toBe(news);
  });

  it('[REV-6] has a verdict judged by the version that was on the screen at the click', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const views = [at(1, 'Berg'), at(2, 'Borg')];
    const { engine, store } = await room(views, { 'review.mark': () => promise.then(() => ok({})) });
    const first = store.getState().mark(item, { note: 'a' });
    const second = store.getState().mark(item, { verdict: 'approved' });
    store.setState({ view: views[1] });
    resolve();
    await Promise.all([first, second]);
    expect(engine.inputsOf('review.mark').map(({ version }) => version)).toEqual([1, 1]);
  });

  it('[REV-6] is fetched and shown when a verdict on it was refused for that', async () => {
    const { store } = await room([at(1, 'Berg'), at(2, 'Borg')], {
      'review.mark': () => fail(problem('item_changed', { items: [item] })),
    });
    expect(await store.getState().mark(item, { verdict: 'approved' })).toBe(false);
    await expect.poll(() => store.getState().view?.customer.version).toBe(2);
    expect(store.getState().refusal?.kind).toBe('item_changed');
    expect(store.getState().news?.facts).toEqual([item]);
  });

  it('loses its mark once the item is judged again', async () => {
    const { store } = await room([
      at(2, 'Borg', { items: [caseItem(item, { changed: { verdict: 'approved' } })] }),
    ]);
    await store.getState().mark(item, { verdict: 'approved' });
    expect(store.getState().view?.items[0]).not.toHaveProperty('changed');
  });
});

describe('the words for what changed', () => {
  const judged = caseItem('field:email', {
    label: 'E-mail',
    verdict: { item: 'field:email', verdict: 'approved', reasons: [] },
  });
  const lapsed = caseItem(item, { label: 'Last name', changed: { verdict: 'approved' } });

  it('name each thing once, and leave out what was judged since', () => {
    const view = caseView({ items: [judged, lapsed] });
    const facts = [
      'status',
      'field:email',
      item,
      'owner:o-1',
      'owner:o-2',
      'document:d-9',
      'screening',
      'checks',
    ];
    expect(namesOf(view, facts).map(({ name }) => name)).toEqual([
      'Last name',
      'Status',
      'Owners',
      'Documents',
      'Screening',
      'Checks',
    ]);
  });

  it('show the earlier value, and of an item that was read otherwise what was read', () => {
    const now = { key: 'lastName', provided: 'Borg', extracted: [] };
    const field = (value: string | null, ...read: string[]) => ({
      kind: 'field' as const,
      value,
      extracted: read.map(text => ({ value: text, source: 'mrz', documentId: null })),
    });
    expect(beforeWords(field('Berg'), now, 'individual')).toBe('Berg');
    expect(beforeWords(field(null), now, 'individual')).toBe('not given');
    expect(beforeWords(field('Borg', 'BORG'), now, 'individual')).toBe('read as BORG');
  });
});

describe('[REV-7] a hit of a case under an open check', () => {
  const hit = { id: 'h-1', listName: 'A list', name: 'Ng', score: 80, matched: [] };
  type Marked = Partial<Pick<CaseHit, 'resolution' | 'waiting' | 'score'>>;
  /** As the engine shows it: a mark that waits is in the case too. */
  const shown = (version: number, change: Marked = {}): CaseView => {
    const { waiting, ...said } = { ...hit, ...change };
    return caseView({
      customer: customerWith({ id: 'c1', version, screening: { hits: [said] } }),
      hits: [{ ...said, ...(waiting && { waiting }) }],
    });
  };
  const mark = { resolution: 'falsePositive', note: 'Another year of birth.' } as const;
  const waiting = { ...mark, changed: false, inCase: null };
  const waits: Marked = { resolution: 'falsePositive', waiting };
  const overtaken: Marked = {
    resolution: 'match',
    waiting: { ...waiting, changed: true, inCase: 'match' },
  };
  const again = { ...mark, resolution: 'inconclusive', changed: false } as const;

  it.each<[string, ...CaseView[]]>([
    ['is marked', shown(1), shown(1, waits)],
    ['has its mark applied', shown(1, waits), shown(2, { resolution: 'falsePositive' })],
    ['has its mark withdrawn', shown(1, waits), shown(1)],
    [
      'is marked twice, and the first applied',
      shown(1, waits),
      shown(1, { resolution: 'inconclusive', waiting: { ...again, inCase: null } }),
      shown(2, { resolution: 'inconclusive', waiting: { ...again, inCase: 'falsePositive' } }),
      shown(3, { resolution: 'inconclusive' }),
    ],
  ])('is no news when here it %s', async (_when, ...views) => {
    const { store } = await room(views);
    for (const _view of views) await store.getState().load();
    expect(store.getState().news).toBeUndefined();
  });

  it('is no news when it is marked here and the case that is read next has that already', async () => {
    const { store } = await room([shown(1), shown(2, { resolution: 'falsePositive' })], {
      'screening.resolve': () => ok({ commandId: 'k1', state: 'queued' }),
    });
    expect(await store.getState().resolveHit({ version: 1, hitId: hit.id, ...mark })).toBe(true);
    expect(store.getState().view?.customer.version).toBe(2);
    expect(store.getState().news).toBeUndefined();
  });

  it.each([
    ['by a colleague', shown(1), shown(2, { resolution: 'match' })],
    ['by a colleague too', shown(1, waits), shown(2, overtaken)],
    ['by a colleague first', shown(1, waits), shown(2, { resolution: 'match' })],
    ['by a colleague before it is read again', shown(1), shown(2, overtaken)],
    ['here and says something else now', shown(1, waits), shown(2, { ...waits, score: 95 })],
  ])('is news when it is marked %s', async (_by, ...views) => {
    const { store } = await room(views);
    await store.getState().load();
    expect(store.getState().news?.facts).toEqual(['screening']);
  });
});
