import type { FastifyInstance } from 'fastify';
import { endpoints, type Endpoint } from '../../shared/api/index.ts';
import { openApi } from '../http/openapi.ts';
import type { Operation } from './call.ts';
import { referencePages, type Reference } from './page.ts';
import type { Schema, Shapes } from './schema.ts';
import { styleSheet } from './style.ts';

/** The page runs nothing and loads nothing but its own style. */
const policy =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** OpenAPI as far as the page reads it; it is ours, so nothing of it is checked. */
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly webhooks: Readonly<
    Record<
      string,
      {
        readonly post: {
          readonly requestBody: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
        };
      }
    >
  >;
  readonly components: { readonly schemas: Shapes };
}

function referenceOf(document: Document): Reference {
  const calls = Object.entries(endpoints as Record<string, Endpoint>).flatMap(([name, endpoint]) => {
    const operation = document.paths[endpoint.path]?.[endpoint.method.toLowerCase()];
    return operation ? [{ name, endpoint, operation }] : [];
  });
  const events = Object.entries(document.webhooks).map(
    ([type, { post }]) => [type, post.requestBody.content['application/json']?.schema ?? {}] as const,
  );
  return { calls, shapes: document.components.schemas, events: Object.fromEntries(events) };
}

/** Serves the reference of the API as `/docs`, to which `/` leads; `?q=` shows only what holds the words. */
export function docsPages(app: FastifyInstance): void {
  const pageFor = referencePages(referenceOf(openApi() as unknown as Document));
  app.get('/', async (_request, reply) => reply.redirect('/docs', 303));
  app.get<{ Querystring: { q?: unknown } }>('/docs', async (request, reply) => {
    const { q } = request.query;
    const words = typeof q === 'string' ? q.slice(0, 200).trim() : '';
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .header('referrer-policy', 'no-referrer')
      .send(pageFor(words));
  });
  app.get('/docs/style.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(styleSheet),
  );
}
