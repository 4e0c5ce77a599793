import { currentDocuments, type Customer, type Document } from '../../shared/domain/customer.ts';
import { problem, type IpcProblem } from '../../shared/ipc/problem.ts';
import type { CallOutput } from '../../shared/ipc/table.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Cache } from './cache/index.ts';
import type { Documents } from './documents/index.ts';
import type { RecordEntries } from './review/index.ts';

/** Cases whose documents can be read: those on the screen and a good many before. */
const keptCases = 200;
/** Documents read ahead of the next case: the two viewers show so many. */
const aheadDocuments = 2;
/** Bytes of a document that is read ahead; a larger one is opened when it is asked for. */
const aheadBytes = 12 * 1024 * 1024;

const keyOf = ({ id, sha256 }: Document): string => `${id} ${sha256}`;

/** Documents by id, of the cases that were opened; every one that is shown is noted in the journal once a session. */
export function createDocumentAccess(options: {
  readonly cache: Pick<Cache, 'customer'>;
  readonly documents: Pick<Documents, 'read' | 'readHere'>;
  readonly record: RecordEntries;
}) {
  const { cache, documents, record } = options;
  const opened = new Map<string, ReadonlySet<string>>();
  const noted = new Set<string>();
  /** Handed out without a note, until they are shown. */
  const ahead = new Set<string>();

  function find(documentId: string): Document | undefined {
    for (const [customerId, ids] of opened) {
      if (!ids.has(documentId)) continue;
      return cache.customer(customerId)?.documents.find(({ id }) => id === documentId);
    }
    return undefined;
  }

  /** Who saw what is part of the record: what can't be recorded is not shown. */
  function note(document: Document): Result<void, IpcProblem> {
    const key = keyOf(document);
    if (noted.has(key)) return ok(undefined);
    const { id: documentId, customerId, sha256 } = document;
    const recorded = record([{ kind: 'opened', customerId, documentId, sha256 }]);
    if (!recorded.ok) return recorded;
    noted.add(key);
    return ok(undefined);
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
      const { sha256, mime, filename } = document;
      const bytes = await documents.read(document);
      if (!bytes.ok) return bytes;
      const recorded = note(document);
      return recorded.ok ? ok({ bytes: bytes.value, mime, sha256, filename }) : recorded;
    },

    /** The first documents of a case for decoding, as far as they lie here. Not noted: nobody sees them yet. */
    async readAhead(
      customer: Pick<Customer, 'documents'>,
      have: readonly string[],
    ): Promise<CallOutput<'document.ahead'>> {
      const first = currentDocuments(customer.documents)
        .slice(0, aheadDocuments)
        .filter(({ size }) => size <= aheadBytes);
      const read: CallOutput<'document.ahead'>['documents'] = [];
      for (const document of first) {
        if (have.includes(document.id)) continue;
        const bytes = await documents.readHere(document);
        if (!bytes) continue;
        ahead.add(keyOf(document));
        read.push({ documentId: document.id, bytes });
      }
      return { documentIds: first.map(({ id }) => id), documents: read };
    },

    /** What was read ahead is about to be shown; its case must be open by now. */
    shown(documentId: string): Result<Record<string, never>, IpcProblem> {
      const document = find(documentId);
      if (!document || !ahead.has(keyOf(document))) return fail(problem('not_found'));
      const recorded = note(document);
      return recorded.ok ? ok({}) : recorded;
    },
  };
}
