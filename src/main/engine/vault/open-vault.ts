import { fromBase64, type Bytes } from '../../../shared/bytes.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Ports } from '../ports.ts';
import type { Header } from './header.ts';
import {
  journalAnchorName,
  keychainEntries,
  readEntry,
  refreshTokenName,
  removeEntry,
  writeEntry,
} from './keychain-entries.ts';
import { deriveKeys, openDeviceSeed } from './keys.ts';
import type { OpenVault } from './types.ts';

/** What the vault key gives access to. Takes the vault key over and erases it. */
export function openVault(
  ports: Pick<Ports, 'crypto' | 'random' | 'keychain'>,
  header: Header,
  vaultKey: Bytes,
): Result<OpenVault, IpcProblem> {
  const { crypto, keychain } = ports;
  const { journalKey, cacheKey, headMacKey, deviceWrapKey } = deriveKeys(ports, vaultKey, header.vaultId);
  vaultKey.fill(0);
  const seed = openDeviceSeed(ports, deviceWrapKey, header.sealedDeviceSeed, header);
  deviceWrapKey.fill(0);
  if (!seed) return fail(problem('vault_damaged', { detail: 'device_key' }));

  const refreshToken = refreshTokenName(header.vaultId);
  const journalAnchor = journalAnchorName(header.vaultId);
  return ok({
    owner: header.owner,
    journalKey,
    cacheKey,
    headMacKey,
    devicePublicKey: fromBase64(header.devicePublicKey),
    sign: message => crypto.sign(seed, message),
    readRefreshToken: () => readEntry(keychain, refreshToken, keychainEntries['refresh-token']),
    writeRefreshToken: token =>
      writeEntry(keychain, refreshToken, keychainEntries['refresh-token'].encode(token)),
    forgetRefreshToken: () => removeEntry(keychain, refreshToken),
    readAnchor: () => readEntry(keychain, journalAnchor, keychainEntries['journal-anchor']),
    writeAnchor: anchor => writeEntry(keychain, journalAnchor, anchor),
  });
}
