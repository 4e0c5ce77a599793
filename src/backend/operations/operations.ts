import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Gauge, Histogram, Registry } from 'prom-client';
import type { Context } from '../context.ts';
import { refusal } from '../http/refusal.ts';
import { sendRefusal } from '../http/send.ts';

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/**
 * Figures are for whoever runs the machine: an agent on it reads them and takes them elsewhere. What a proxy passes on
 * comes from loopback too, and says so in a header.
 */
const isLocal = ({ raw, headers }: FastifyRequest): boolean =>
  loopback.test(raw.socket.remoteAddress ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined;

/** Who waits for a change and what the store holds, in numbers over all tenants. */
function storeFigures({ store, clock, waiters }: Context, registry: Registry): void {
  const { reader } = store;
  registry.registerMetric(
    new Gauge({
      registers: [],
      name: 'sealdesk_feed_waiters',
      help: 'Requests of workstations that wait for a change',
      collect() {
        this.set(waiters.count());
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
        this.reset();
        const now = clock.now();
        const rows = await reader.selectFrom('job').select(['kind', 'dueAt', 'leasedUntil']).execute();
        for (const { kind, dueAt, leasedUntil } of rows) {
          this.inc({ kind, state: leasedUntil > now ? 'running' : dueAt <= now ? 'due' : 'later' });
        }
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
        this.reset();
        const rows = await reader
          .selectFrom('delivery')
          .select(row => ['state', row.fn.countAll<number>().as('count')])
          .groupBy('state')
          .execute();
        for (const { state, count } of rows) this.set({ state }, count);
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
        const { customers } = await reader
          .selectFrom('customer')
          .select(row => row.fn.countAll<number>().as('customers'))
          .executeTakeFirstOrThrow();
        const { count, bytes } = await reader
          .selectFrom('blob')
          .select(row => [
            row.fn.countAll<number>().as('count'),
            row.cast<number | null>(row.fn.sum('size'), 'bigint').as('bytes'),
          ])
          .executeTakeFirstOrThrow();
        const { entries } = await reader
          .selectFrom('tenant')
          .select(row => row.cast<number | null>(row.fn.sum('auditSize'), 'bigint').as('entries'))
          .executeTakeFirstOrThrow();
        this.set({ thing: 'customers' }, customers);
        this.set({ thing: 'documents' }, count);
        this.set({ thing: 'document_bytes' }, bytes ?? 0);
        this.set({ thing: 'audit_entries' }, entries ?? 0);
      },
    }),
  );
}

/** Measures requests by route and status and serves all figures as `/metrics`, in Prometheus' text, to loopback alone. */
export function operations(app: FastifyInstance, context: Context): void {
  const registry = new Registry();
  const requests = new Histogram({
    registers: [registry],
    name: 'sealdesk_http_request_seconds',
    help: 'Requests by method, route and status, and how long they took',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 30],
  });
  registry.registerMetric(
    new Gauge({
      registers: [],
      name: 'process_resident_memory_bytes',
      help: 'Resident memory of this process',
      collect() {
        this.set(process.memoryUsage.rss());
      },
    }),
  );
  storeFigures(context, registry);
  app.addHook('onResponse', async (request, reply) => {
    // The pattern of the route, never the address: that holds ids and tokens.
    const route = request.routeOptions.url ?? 'none';
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    requests.observe(labels, reply.elapsedTime / 1000);
  });
  app.get('/metrics', async (request, reply) =>
    isLocal(request)
      ? reply.type(registry.contentType).send(await registry.metrics())
      : sendRefusal(reply, refusal('not_found', 'There is nothing at this address.')),
  );
}
