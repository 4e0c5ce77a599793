import type { FastifyInstance } from 'fastify';
import { endpoints, type Endpoint } from '../../shared/api/index.ts';
import { openApi } from '../http/openapi.ts';
import { referencePage } from './page.ts';
import { styleSheet } from './style.ts';

/** The page runs nothing and loads nothing but its own style. */
const policy =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Serves the reference of the API as `/docs`; `?q=` shows only what holds the words. */
export function docsPages(app: FastifyInstance): void {
  const { paths } = openApi() as { paths: Record<string, Record<string, unknown>> };
  app.get<{ Querystring: { q?: unknown } }>('/docs', async (request, reply) => {
    const { q } = request.query;
    const words = typeof q === 'string' ? q.slice(0, 200) : '';
    const entries = Object.entries(endpoints as Record<string, Endpoint>).map(([name, endpoint]) => ({
      name,
      endpoint,
      operation: paths[endpoint.path]?.[endpoint.method.toLowerCase()],
    }));
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .header('referrer-policy', 'no-referrer')
      .send(referencePage(entries, words));
  });
  app.get('/docs/style.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(styleSheet),
  );
}
