import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Gauge, Histogram, Registry } from 'prom-client';
import type { Context } from '../context.ts';
import { refusal } from '../http/refusal.ts';
import { sendRefusal } from '../http/send.ts';
import { storeFigures } from './store-figures.ts';

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/**
 * Figures are for whoever runs the machine: an agent on it reads them and takes them elsewhere. What a proxy passes on
 * comes from loopback too, and says so in a header.
 */
const isLocal = ({ raw, headers }: FastifyRequest): boolean =>
  loopback.test(raw.socket.remoteAddress ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined;

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
  registry.registerMetric(
    new Gauge({
      registers: [],
      name: 'sealdesk_feed_waiters',
      help: 'Requests of workstations that wait for a change',
      collect() {
        this.set(context.waiters.count());
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
