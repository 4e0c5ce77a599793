import { Readable } from 'node:stream';
import type { Document } from '../../shared/domain/index.ts';
import { ok } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { findCustomer } from '../customers/index.ts';
import { refuse, type HandlersOf } from '../http/index.ts';
import type { Store } from '../store/index.ts';
import { findBlob, readBlob } from './blobs.ts';
import { parseRange } from './range.ts';

/** What a document says is kept in its customer; undefined when the tenant has no such document. */
async function findDocument(store: Store, tenantId: string, id: string): Promise<Document | undefined> {
  const place = await store.reader
    .selectFrom('document')
    .select('customerId')
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  const record = place && (await findCustomer(store.reader, tenantId, place.customerId));
  return record?.customer.documents.find(document => document.id === id);
}

/** Whether an If-None-Match names what has this ETag: a weak tag too, as proxies make of ours (RFC 9110, 13.1.2). */
const matches = (header: string | undefined, etag: string): boolean =>
  (header ?? '')
    .split(',')
    .map(candidate => candidate.trim().replace(/^W\//, ''))
    .some(candidate => candidate === etag || candidate === '*');

const notFound = () => refuse('not_found', 'There is no such document.');

export function contentHandlers({ store }: Pick<Context, 'store'>) {
  return {
    'documents.get': async ({ caller, params }) => {
      const document = await findDocument(store, caller.tenantId, params.id);
      return document ? ok({ status: 200, body: document }) : notFound();
    },
    'documents.content': async ({ caller, params, headers }) => {
      const document = await findDocument(store, caller.tenantId, params.id);
      const blob = document && (await findBlob(store.reader, caller.tenantId, document.sha256));
      if (!document || !blob) return notFound();
      const etag = `"${document.sha256}"`;
      const common = {
        etag,
        'accept-ranges': 'bytes',
        'cache-control': 'no-store',
        // Opened in a browser, a document is saved, never shown as part of this origin.
        'content-disposition': 'attachment',
        'content-security-policy': "default-src 'none'; sandbox",
      };
      if (matches(headers['if-none-match'], etag)) return ok({ status: 304, headers: common });
      // If-Range (RFC 9110, 13.1.5): a part of other bytes is of no use.
      const sameBytes = headers['if-range'] === undefined || headers['if-range'] === etag;
      const range = parseRange(sameBytes ? headers.range : undefined, blob.size);
      const send = (first: number, last: number) =>
        Readable.from(readBlob(store, caller.tenantId, blob, first, last), { objectMode: false });
      const typed = { ...common, 'content-type': document.mime };
      switch (range.kind) {
        case 'unsatisfiable':
          return refuse('range_not_satisfiable', 'The document is shorter than that.', {
            headers: { 'content-range': `bytes */${blob.size}` },
          });
        case 'part': {
          const { first, last } = range;
          const part = {
            'content-range': `bytes ${first}-${last}/${blob.size}`,
            'content-length': String(last - first + 1),
          };
          return ok({ status: 206, stream: send(first, last), headers: { ...typed, ...part } });
        }
        case 'whole':
          return ok({
            status: 200,
            stream: send(0, blob.size - 1),
            headers: { ...typed, 'content-length': String(blob.size) },
          });
      }
    },
  } satisfies HandlersOf<'documents.get' | 'documents.content'>;
}
