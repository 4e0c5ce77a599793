import type { Document } from '../../../shared/domain/customer.ts';
import { maxDocumentBytes } from '../../../shared/domain/documents.ts';
import { problem } from '../../../shared/ipc/problem.ts';
import { fail } from '../../../shared/result.ts';
import type { Database, Ports } from '../ports.ts';
import type { Api } from '../session/index.ts';
import { createFetcher } from './fetcher.ts';
import { createSealedStore } from './store.ts';
import type { Documents } from './types.ts';

/** Bytes of documents kept here unless policy says otherwise: 5 GB. */
export const defaultCacheBytes = 5 * 1000 ** 3;

export interface DocumentsOptions {
  readonly ports: Pick<Ports, 'clock' | 'crypto' | 'files' | 'log' | 'random' | 'timers'>;
  readonly api: Api;
  /** `cache.db`, which holds the keys. */
  readonly database: Database;
  /** From policy, asked at each eviction. */
  readonly maxBytes?: () => number;
  /** Its local state changed. */
  readonly changed: (document: Document) => void;
}

export function createDocuments(options: DocumentsOptions): Documents {
  const { ports, api, database, changed } = options;
  const store = createSealedStore({
    ports,
    database,
    maxBytes: options.maxBytes ?? (() => defaultCacheBytes),
  });
  /** Found no room beside what is pinned: fetching these ahead again would be for nothing. */
  const unkept = new Set<string>();
  /** Had their hash in this session, whether there was room to keep them or not. */
  const proven = new Set<string>();
  const fetcher = createFetcher({
    ports,
    api,
    changed,
    keep: async ({ sha256 }, bytes) => {
      proven.add(sha256);
      // Not kept is not lost: it was read and can be fetched again.
      const kept = await store.put(sha256, bytes);
      if (kept.ok && kept.value === 'no room') unkept.add(sha256);
      if (!kept.ok) ports.log('documents.not_kept', { problem: kept.problem.kind });
    },
  });
  const swept = store.sweep();
  if (swept.ok && swept.value > 0) ports.log('documents.swept', { files: swept.value });

  return {
    want: (documents, priority) => {
      const missing = documents.filter(({ sha256, size }) => size <= maxDocumentBytes && !store.has(sha256));
      fetcher.want(
        priority === 'now' ? missing : missing.filter(({ sha256 }) => !unkept.has(sha256)),
        priority,
      );
    },
    read: async document => {
      if (document.size > maxDocumentBytes)
        return fail(problem('document_unsupported', { detail: 'too_large' }));
      const opened = await store.open(document.sha256);
      if (!opened.ok) return opened;
      const { value } = opened;
      if (value !== 'absent') return { ok: true, value };
      return fetcher.online() ? fetcher.fetch(document) : fail(problem('document_not_here'));
    },
    readHere: async ({ sha256 }) => {
      const opened = await store.open(sha256);
      return opened.ok && opened.value !== 'absent' ? opened.value : undefined;
    },
    localState: ({ sha256 }) => {
      if (store.has(sha256)) return 'ready';
      if (fetcher.isFetching(sha256)) return 'fetching';
      return fetcher.isWrong(sha256) ? 'damaged' : 'waiting';
    },
    verified: ({ sha256 }) => proven.has(sha256) || store.has(sha256),
    waiting: fetcher.waiting,
    pin: hashes => {
      unkept.clear();
      store.pin(hashes);
    },
    setOnline: fetcher.setOnline,
    stop: fetcher.stop,
  };
}
