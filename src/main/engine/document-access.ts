import type { Document } from '../../shared/domain/customer.ts';
import { problem, type IpcProblem } from '../../shared/ipc/problem.ts';
import type { CallOutput } from '../../shared/ipc/table.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Cache } from './cache/index.ts';
import type { Documents } from './documents/index.ts';
import type { RecordEntries } from './review/index.ts';

/** Cases whose documents can be read: those on the screen and a good many before. */
const keptCases = 200;

/** Documents by id, of the cases that were opened; every one that is read is noted in the journal once a session. */
export function createDocumentAccess(options: {
  readonly cache: Pick<Cache, 'customer'>;
  readonly documents: Pick<Documents, 'read'>;
  readonly record: RecordEntries;
}) {
  const { cache, documents, record } = options;
  const opened = new Map<string, ReadonlySet<string>>();
  const noted = new Set<string>();

  function find(documentId: string): Document | undefined {
    for (const [customerId, ids] of opened) {
      if (!ids.has(documentId)) continue;
      return cache.customer(customerId)?.documents.find(({ id }) => id === documentId);
    }
    return undefined;
  }

  return {
    caseOpened(customerId: string, all: readonly Pick<Document, 'id'>[]): void {
      opened.delete(customerId);
      opened.set(customerId, new Set(all.map(({ id }) => id)));
      const oldest = opened.size > keptCases ? opened.keys().next().value : undefined;
      if (oldest !== undefined) opened.delete(oldest);
    },

    async read(documentId: string): Promise<Result<CallOutput<'document.read'>, IpcProblem>> {
      const document = find(documentId);
      if (!document) return fail(problem('not_found'));
      const { customerId, sha256, mime, filename } = document;
      const bytes = await documents.read(document);
      if (!bytes.ok) return bytes;
      const key = `${documentId} ${sha256}`;
      if (!noted.has(key)) {
        // Who saw what is part of the record: what can't be recorded is not shown.
        const recorded = record([{ kind: 'opened', customerId, documentId, sha256 }]);
        if (!recorded.ok) return recorded;
        noted.add(key);
      }
      return ok({ bytes: bytes.value, mime, sha256, filename });
    },
  };
}
