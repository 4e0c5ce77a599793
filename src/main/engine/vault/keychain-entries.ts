import { fromUtf8, utf8, type Bytes } from '../../../shared/bytes.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Keychain } from '../ports.ts';
import { keychainProblem } from '../storage-problem.ts';

interface EntryKind<T> {
  /** What is kept, as bytes. */
  readonly encode: (value: T) => Uint8Array;
  /** Undefined for what we can't have written. */
  readonly decode: (bytes: Bytes) => T | undefined;
  readonly clearedWhen: string;
}

const sameLength =
  (length: number) =>
  (bytes: Bytes): Bytes | undefined =>
    bytes.length === length ? bytes : undefined;

/** Everything that Sealdesk keeps in the operating system's keychain. Names are `<vaultId>/<kind>`. */
export const keychainEntries = {
  /** One per passphrase: `<vaultId>/wrapping-key/<generation>`. */
  'wrapping-key': {
    encode: (key: Bytes) => key,
    decode: sameLength(32),
    clearedWhen: 'the passphrase has been changed and the new header is on the disk; never by signing out',
  },
  'refresh-token': {
    encode: utf8,
    decode: (bytes: Bytes) => (bytes.length === 0 || bytes.length > 2048 ? undefined : fromUtf8(bytes)),
    clearedWhen: 'signing out, or when the backend has revoked the session',
  },
  'journal-anchor': {
    encode: (anchor: Bytes) => anchor,
    decode: (bytes: Bytes) => (bytes.length > 1024 ? undefined : bytes),
    clearedWhen: 'never while the vault exists; each anchor replaces the one before',
  },
} as const satisfies Readonly<Record<string, EntryKind<Bytes> | EntryKind<string>>>;

export const wrappingKeyName = (vaultId: string, generation: number): string =>
  `${vaultId}/wrapping-key/${generation}`;
export const refreshTokenName = (vaultId: string): string => `${vaultId}/refresh-token`;
export const journalAnchorName = (vaultId: string): string => `${vaultId}/journal-anchor`;

/** Undefined when there is no such entry; `keychain_changed` when its content can't be ours. */
export async function readEntry<T>(
  keychain: Keychain,
  name: string,
  kind: { readonly decode: (bytes: Bytes) => T | undefined },
): Promise<Result<T | undefined, IpcProblem>> {
  const read = await keychain.read(name);
  if (!read.ok) return fail(keychainProblem(read.problem));
  if (read.value === undefined) return ok(undefined);
  const value = kind.decode(read.value);
  return value === undefined ? fail(problem('keychain_changed', { detail: 'entry_unreadable' })) : ok(value);
}

export async function writeEntry(
  keychain: Keychain,
  name: string,
  secret: Uint8Array,
): Promise<Result<void, IpcProblem>> {
  const written = await keychain.write(name, secret);
  return written.ok ? written : fail(keychainProblem(written.problem));
}

export async function removeEntry(keychain: Keychain, name: string): Promise<Result<void, IpcProblem>> {
  const removed = await keychain.remove(name);
  return removed.ok ? removed : fail(keychainProblem(removed.problem));
}
