import type { Bytes } from '../../../shared/bytes.ts';
import type { Document } from '../../../shared/domain/customer.ts';
import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import type { Result } from '../../../shared/result.ts';

export type DocumentLocalState = 'ready' | 'waiting' | 'fetching' | 'damaged';

/** Sealed copies of documents: fetched by priority, verified by SHA-256 on arrival and on opening, opened in memory only. */
export interface Documents {
  /** Wants these now (the open case first), then ahead of time; the last list of what is ahead counts. */
  want(documents: readonly Document[], priority: 'now' | 'ahead'): void;
  /** The plain bytes. Fetches when it is not here and the backend can be reached. */
  read(document: Document): Promise<Result<Bytes, IpcProblem>>;
  /** The plain bytes if they lie here; nothing is fetched. */
  readHere(document: Document): Promise<Bytes | undefined>;
  localState(document: Document): DocumentLocalState;
  /** Whether its bytes have been here and had its hash: now on the disk, or in this session. */
  verified(document: Pick<Document, 'sha256'>): boolean;
  waiting(): number;
  /** Keeps these hashes from being evicted: the evidence of unsent decisions. */
  pin(sha256: ReadonlySet<string>): void;
  /** Starts or stops fetching with the network. */
  setOnline(online: boolean): void;
  stop(): Promise<void>;
}
