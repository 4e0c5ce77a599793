import { Gauge, type Registry } from 'prom-client';
import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { inTime } from '../in-time.ts';

/** Two agents that ask every few seconds cost the store what one does that asks every ten. */
const rememberedMs = 10_000;

/** What the store holds, in numbers over all tenants; counted there, so that it costs no memory here. */
async function countedIn({ store: { reader }, clock }: Pick<Context, 'store' | 'clock'>) {
  const now = clock.now();
  const state = sql<'running' | 'due' | 'later'>`
    case when "leasedUntil" > ${now} then 'running' when "dueAt" <= ${now} then 'due' else 'later' end`;
  const jobs = await reader
    .selectFrom('job')
    .select(row => ['kind', state.as('state'), row.fn.countAll<number>().as('count')])
    .groupBy(['kind', sql.ref('state')])
    .execute();
  const deliveries = await reader
    .selectFrom('delivery')
    .select(row => ['state', row.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  const { customers } = await reader
    .selectFrom('customer')
    .select(row => row.fn.countAll<number>().as('customers'))
    .executeTakeFirstOrThrow();
  const { documents, bytes } = await reader
    .selectFrom('blob')
    .select(row => [
      row.fn.countAll<number>().as('documents'),
      row.cast<number | null>(row.fn.sum('size'), 'bigint').as('bytes'),
    ])
    .executeTakeFirstOrThrow();
  const { entries } = await reader
    .selectFrom('tenant')
    .select(row => row.cast<number | null>(row.fn.sum('auditSize'), 'bigint').as('entries'))
    .executeTakeFirstOrThrow();
  const things = { customers, documents, document_bytes: bytes ?? 0, audit_entries: entries ?? 0 };
  return { jobs, deliveries, things };
}

/**
 * Asks at most once in so many milliseconds by the clock, and not again while an answer is awaited; who asks meanwhile is
 * given the same one. A failure is not kept.
 */
function remembered<T>({ clock }: Pick<Context, 'clock'>, ask: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly answer: Promise<T>; pending: boolean } | undefined;
  return () => {
    const at = clock.now();
    if (last && (last.pending || (at - last.at < rememberedMs && at >= last.at))) return last.answer;
    const mine = { at, answer: ask(), pending: true };
    last = mine;
    mine.answer.then(
      () => {
        mine.pending = false;
      },
      () => {
        if (last === mine) last = undefined;
      },
    );
    return mine.answer;
  };
}

/** Figures of what the store holds; where it is away these alone are missing, and it is said that it is. */
export function storeFigures(context: Context, registry: Registry): void {
  const asked = remembered(context, () => countedIn(context));
  // Why there are none is said once, with whether the store is there.
  const figures = () => inTime(asked()).catch(() => undefined);
  registry.registerMetric(
    new Gauge({
      registers: [],
      name: 'sealdesk_store_up',
      help: 'Whether what the store holds could be counted within three seconds: 1, or 0',
      async collect() {
        try {
          await inTime(asked());
          this.set(1);
        } catch (error) {
          context.log.error({ err: error }, 'the store can not be counted');
          this.set(0);
        }
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      registers: [],
      name: 'sealdesk_jobs',
      help: 'Jobs by kind and state',
      labelNames: ['kind', 'state'],
      async collect() {
        const jobs = (await figures())?.jobs ?? [];
        this.reset();
        for (const { kind, state, count } of jobs) this.set({ kind, state }, count);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      registers: [],
      name: 'sealdesk_deliveries',
      help: 'Deliveries to integrators by state',
      labelNames: ['state'],
      async collect() {
        const deliveries = (await figures())?.deliveries ?? [];
        this.reset();
        for (const { state, count } of deliveries) this.set({ state }, count);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      registers: [],
      name: 'sealdesk_store_things',
      help: 'What the store holds',
      labelNames: ['thing'],
      async collect() {
        const now = await figures();
        this.reset();
        for (const [thing, count] of now ? Object.entries(now.things) : []) this.set({ thing }, count);
      },
    }),
  );
}
