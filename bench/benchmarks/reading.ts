import { openBaselineStore } from '../baseline-store.ts';
import type { QueueView } from '../../src/shared/ipc/index.ts';
import type { Benchmark } from '../harness.ts';
import type { World } from '../world.ts';

const everything: QueueView = { filter: {}, sort: 'sla' };

const views: readonly QueueView[] = [
  everything,
  { filter: { statuses: ['UNDER_REVIEW'] }, sort: 'risk' },
  { filter: { kinds: ['business'] }, sort: 'name' },
  { filter: { levels: ['kyc-enhanced'], risks: ['medium', 'high'] }, sort: 'waiting' },
];

const terms = [
  'Ng',
  '田中',
  'sokolova',
  'lukasz',
  'mar',
  'holdings',
  'o',
  'гонч',
  'محمد',
  'garcia lopez',
  'zzzz',
];

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
};

/** A page of the queue by position, over views whose order is known already, as while somebody scrolls. */
export const queuePage = (world: World): Benchmark => ({
  name: 'queue.page',
  what: `50 rows at any position of a filtered, sorted view of ${world.cases} cases`,
  unit: 'ms',
  baseline: '100 primary-key reads',
  runs: 400,
  prepare: async () => {
    const desk = await world.syncedDesk();
    const store = openBaselineStore('normal');
    store.insert(
      Array.from({ length: world.cases }, (_, index) => [`id-${index}`, 'x'.repeat(2_000)] as const),
    );
    const read = store.database.prepare('select json from row where id = ?');
    let turn = 0;
    // The first window of a view builds its order; that cost is a figure of its own (queue.view).
    const totals = await Promise.all(
      views.map(async view => (await desk.ask('queue.window', { view, offset: 0, limit: 1 })).total),
    );
    return {
      value: () => {
        const index = Math.floor(turn++ / 25) % views.length;
        const view = views[index] ?? everything;
        const offset = Math.floor(Math.random() * Math.max(1, (totals[index] ?? 1) - 50));
        return timed(() => desk.ask('queue.window', { view, offset, limit: 50 }));
      },
      baseline: () =>
        timed(async () => {
          for (let index = 0; index < 100; index += 1)
            read.get(`id-${Math.floor(Math.random() * world.cases)}`);
        }),
      close: async () => store.close(),
    };
  },
});

/** The first window of a view that was not asked for before: another filter, another order. */
export const queueView = (world: World): Benchmark => ({
  name: 'queue.view',
  what: `the first 50 rows of a filter and order chosen just now, ${world.cases} cases`,
  unit: 'ms',
  baseline: 'a page of an open view',
  runs: 40,
  prepare: async () => {
    const desk = await world.syncedDesk();
    let turn = 0;
    const sorts = ['sla', 'risk', 'waiting', 'name', 'updated'] as const;
    return {
      value: () => {
        turn += 1;
        const view: QueueView = {
          filter: {
            statuses: turn % 2 ? ['UNDER_REVIEW'] : ['UNDER_REVIEW', 'ACTIVE'],
            countries: [turn % 3 ? 'DEU' : 'FRA'],
          },
          sort: sorts[turn % sorts.length] ?? 'sla',
          descending: turn % 4 === 0,
        };
        return timed(() => desk.ask('queue.window', { view, offset: 0, limit: 50 }));
      },
      baseline: () => timed(() => desk.ask('queue.window', { view: everything, offset: 0, limit: 50 })),
      close: async () => undefined,
    };
  },
});

export const search100k = (world: World): Benchmark => ({
  name: 'search.100k',
  what: `first 50 cases for what was typed, ${world.cases} cases; terms from one to twelve letters in five scripts`,
  unit: 'ms',
  baseline: 'a page of an open view',
  runs: 220,
  prepare: async () => {
    const desk = await world.syncedDesk();
    let turn = 0;
    return {
      value: () => {
        const text = terms[turn++ % terms.length] ?? '';
        return timed(() =>
          desk.ask('queue.window', { view: { filter: { text }, sort: 'sla' }, offset: 0, limit: 50 }),
        );
      },
      baseline: () => timed(() => desk.ask('queue.window', { view: everything, offset: 0, limit: 50 })),
      close: async () => undefined,
    };
  },
});
