import { toBase64, type Bytes } from '../../../shared/bytes.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Ports } from '../ports.ts';
import { storageProblem } from '../storage-problem.ts';
import { encodeHeader, type Header } from './header.ts';
import { kdfParameters } from './kdf.ts';
import { keychainEntries, readEntry, removeEntry, wrappingKeyName, writeEntry } from './keychain-entries.ts';
import { deriveKek, sealVaultKey, wrappingKeyCheck } from './keys.ts';

export const headerFile = 'vault.json';

type WrapPorts = Pick<Ports, 'crypto' | 'random' | 'keychain' | 'files'>;
/** What stays the same when the passphrase changes. */
export type Kept = Pick<Header, 'format' | 'vaultId' | 'owner' | 'devicePublicKey' | 'sealedDeviceSeed'>;

/**
 * Wraps the vault key under a passphrase and a new wrapping key. The keychain comes first and the header last, so that a
 * crash between the two leaves the header that fits the old entry; the caller removes the old entry afterwards.
 */
export async function wrapVault(
  ports: WrapPorts,
  kept: Kept,
  next: { readonly generation: number; readonly passphrase: string; readonly vaultKey: Bytes },
): Promise<Result<Header, IpcProblem>> {
  const { crypto, random, files } = ports;
  const { vaultId } = kept;
  const wrappingKey = random.bytes(32);
  const stored = await storeWrappingKey(ports, wrappingKeyName(vaultId, next.generation), wrappingKey);
  if (!stored.ok) return stored;

  const kdf = { name: 'argon2id', ...kdfParameters, salt: toBase64(random.bytes(16)) } as const;
  const bound = {
    format: kept.format,
    vaultId,
    kdf,
    generation: next.generation,
    wrappingKeyCheck: wrappingKeyCheck(ports, wrappingKey, vaultId),
    owner: kept.owner,
    devicePublicKey: kept.devicePublicKey,
  };
  const kek = await deriveKek(ports, { passphrase: next.passphrase, wrappingKey, kdf, vaultId });
  const header: Header = {
    ...bound,
    sealedVaultKey: sealVaultKey(ports, kek, next.vaultKey, bound),
    sealedDeviceSeed: kept.sealedDeviceSeed,
  };
  kek.fill(0);
  wrappingKey.fill(0);
  const written = files.replace(headerFile, encodeHeader(crypto, header));
  return written.ok ? ok(header) : fail(storageProblem(written.problem));
}

/** Reads back what it wrote: a keychain that only pretends would cost the whole vault. */
async function storeWrappingKey(
  { keychain }: WrapPorts,
  name: string,
  wrappingKey: Bytes,
): Promise<Result<void, IpcProblem>> {
  const kind = keychainEntries['wrapping-key'];
  const written = await writeEntry(keychain, name, kind.encode(wrappingKey));
  if (!written.ok) return written;
  const back = await readEntry(keychain, name, kind);
  if (!back.ok) return back;
  const same = back.value?.every((byte, index) => byte === wrappingKey[index]) ?? false;
  return same ? ok(undefined) : fail(problem('keychain_missing', { detail: 'not_kept' }));
}

/** Removes a wrapping key that no header names. Its failure costs nothing: the key opens nothing any more. */
export async function forgetWrappingKey(
  { keychain, log }: Pick<Ports, 'keychain' | 'log'>,
  vaultId: string,
  generation: number,
): Promise<void> {
  const removed = await removeEntry(keychain, wrappingKeyName(vaultId, generation));
  if (!removed.ok) log('vault.old-wrapping-key-kept', { generation });
}
