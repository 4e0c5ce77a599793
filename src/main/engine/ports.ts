import type { Bytes } from '../../shared/bytes.ts';
import type { Result } from '../../shared/result.ts';

/** The outside world as the engine sees it. Real ones are in adapters/; tests pass real ones too, but for time and chance. */
export interface Ports {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: () => string;
  readonly random: Random;
  readonly crypto: Crypto;
  readonly compression: Compression;
  readonly http: Http;
  readonly keychain: Keychain;
  readonly files: Files;
  readonly databases: Databases;
  readonly log: Log;
}

export interface Clock {
  /** Wall clock in milliseconds since 1970; may jump. */
  now(): number;
  /** Milliseconds from an unnamed start; never jumps. */
  elapsed(): number;
}

export interface Timers {
  /** Runs once after so many milliseconds; the returned function cancels. */
  after(milliseconds: number, run: () => void): () => void;
  /** Gives other work a turn; long loops of the engine await it. */
  yield(): Promise<void>;
}

export interface Random {
  bytes(count: number): Bytes;
  /** Uniform in [0, 1); for jitter, never for secrets. */
  fraction(): number;
}

export interface Argon2Parameters {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

export interface Crypto {
  sha256(bytes: Uint8Array): Bytes;
  /** An incremental SHA-256. */
  sha256Stream(): { update(bytes: Uint8Array): void; digest(): Bytes };
  hmacSha256(key: Uint8Array, bytes: Uint8Array): Bytes;
  hkdfSha256(input: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Bytes;
  argon2id(secret: Uint8Array, salt: Uint8Array, parameters: Argon2Parameters): Promise<Bytes>;
  /** AES-256-GCM; returns ciphertext followed by the 16-byte tag. The nonce has 12 bytes. */
  seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, associated: Uint8Array): Bytes;
  /** Undefined when the tag does not fit. */
  open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, associated: Uint8Array): Bytes | undefined;
  /** A new Ed25519 key pair, raw 32-byte seed and public key. */
  newSigningKey(): { readonly seed: Bytes; readonly publicKey: Bytes };
  /** The seed may not be changed as long as it is signed with. */
  sign(seed: Uint8Array, message: Uint8Array): Bytes;
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/** Lossless and fast rather than small: what is stored encrypted is paid for by the byte. */
export interface Compression {
  pack(bytes: Uint8Array): Bytes;
  /** Throws for anything that `pack` did not make. */
  unpack(packed: Uint8Array): Bytes;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Limit until the answer's head has arrived, and between two pieces of its body. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Throws `HttpBroken` when the connection ends early or stalls. */
  readonly body: AsyncIterable<Uint8Array>;
}

export type HttpFault = {
  readonly kind: 'unreachable' | 'timeout' | 'aborted' | 'tls';
  readonly detail: string;
};

/** Thrown while reading a body. */
export class HttpBroken extends Error {
  readonly fault: HttpFault;
  constructor(fault: HttpFault) {
    super(fault.detail);
    this.name = 'HttpBroken';
    this.fault = fault;
  }
}

export interface Http {
  /** The body must be read to its end, left by \`break\`, or aborted: until then it holds a connection. */
  send(request: HttpRequest): Promise<Result<HttpResponse, HttpFault>>;
}

export type KeychainFault = { readonly kind: 'missing' | 'locked' | 'failed'; readonly detail: string };

/** The operating system's keychain. There is no fallback: what it refuses is refused. */
export interface Keychain {
  read(entry: string): Promise<Result<Bytes | undefined, KeychainFault>>;
  write(entry: string, secret: Uint8Array): Promise<Result<void, KeychainFault>>;
  remove(entry: string): Promise<Result<void, KeychainFault>>;
}

export type StorageFault = {
  readonly kind: 'disk_full' | 'denied' | 'busy' | 'failed' | 'missing';
  readonly detail: string;
};

/** The profile directory. Names are relative to it and use `/`. */
export interface Files {
  /** Absolute path of a name, for the database driver. */
  path(name: string): string;
  exists(name: string): boolean;
  read(name: string): Result<Bytes, StorageFault>;
  /** Written to a new file, fsynced, renamed over the old one, directory fsynced. */
  replace(name: string, bytes: Uint8Array): Result<void, StorageFault>;
  /**
   * Writes in place from a byte offset on and waits for the disk: one sync instead of the three of `replace`, and no new
   * space on a full disk. A crash may tear it; the file must be there.
   */
  overwrite(name: string, offset: number, bytes: Uint8Array): Result<void, StorageFault>;
  /** As `replace`, without a wait for the disk: for what can be fetched again. */
  replaceQuickly(name: string, bytes: Uint8Array): Promise<Result<void, StorageFault>>;
  readSlowly(name: string): Promise<Result<Bytes, StorageFault>>;
  /** Moves a file aside or into place. */
  rename(from: string, to: string): Result<void, StorageFault>;
  remove(name: string): Result<void, StorageFault>;
  /**
   * Names in a folder, `''` for the profile itself; none where there is no such folder. What a kill left unfinished is
   * among them.
   */
  list(folder: string): readonly string[];
  size(name: string): number;
  /** Holds the profile against a second process until released or the process ends. */
  lock(): Result<() => void, { readonly kind: 'profile_in_use' } | StorageFault>;
}

export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = Readonly<Record<string, unknown>>;

export interface Statement {
  run(...values: readonly SqlValue[]): { readonly changes: number; readonly lastId: number };
  get(...values: readonly SqlValue[]): SqlRow | undefined;
  all(...values: readonly SqlValue[]): readonly SqlRow[];
  iterate(...values: readonly SqlValue[]): IterableIterator<SqlRow>;
}

/** One open database; synchronous, transactional, statements kept prepared by their text. */
export interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  /** Commits on return, rolls back when `work` throws. IMMEDIATE, not nested. */
  transaction<T>(work: () => T): T;
  readonly schemaVersion: number;
  setSchemaVersion(version: number): void;
  /** `quick`: structure only. Empty when sound. */
  check(depth: 'quick' | 'full'): readonly string[];
  /** Checkpoints and truncates the write-ahead log. */
  checkpoint(): void;
  close(): void;
}

/** Thrown by a database: what the storage under it refused. Anything else that it throws is a bug. */
export class StorageError extends Error {
  readonly fault: StorageFault | { readonly kind: 'damaged'; readonly detail: string };
  constructor(fault: StorageError['fault']) {
    super(fault.detail);
    this.name = 'StorageError';
    this.fault = fault;
  }
}

/** What is left of a damaged database file, page by page. */
export interface IntactPages {
  /** Every number that a page carries, from 1; a garbled log may name any. */
  readonly numbers: readonly number[];
  /** Bytes of a page that SQLite uses. */
  readonly usable: number;
  /** Decrypted; undefined when the page is not there or not as it was written. */
  page(number: number): Uint8Array | undefined;
}

export interface Databases {
  /**
   * Reads a closed database around SQLite, for salvage, with its log as it was before SQLite saw it: on opening, SQLite
   * deletes what follows the first bad frame. Throws `StorageError`.
   */
  intactPages(path: string, key: Uint8Array, log: Uint8Array): IntactPages;
  /** Opens or creates with a raw 32-byte key and the parameters of the safety page; `unreadable` is a wrong key or damage. */
  open(
    path: string,
    key: Uint8Array,
    durability: 'full' | 'normal',
  ): Result<Database, StorageFault | { readonly kind: 'unreadable'; readonly detail: string }>;
}

/** Structured and free of personal data, secrets and document bytes: the type lets only codes and numbers through. */
export type Log = (event: string, facts?: Readonly<Record<string, number | boolean | LogCode>>) => void;
/** A short machine word such as a problem kind: never a name, an address or free text. */
export type LogCode = Lowercase<string>;
