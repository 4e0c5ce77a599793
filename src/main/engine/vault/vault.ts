import { toBase64, type Bytes } from '../../../shared/bytes.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Ports } from '../ports.ts';
import { storageProblem } from '../storage-problem.ts';
import { createTurns } from '../turns.ts';
import { createAttemptLog } from './attempts.ts';
import { decodeHeader, type Header } from './header.ts';
import { keychainEntries, readEntry, wrappingKeyName } from './keychain-entries.ts';
import {
  deriveKek,
  deriveKeys,
  openVaultKey,
  passphraseLength,
  sealDeviceSeed,
  wrappingKeyCheck,
} from './keys.ts';
import { openVault } from './open-vault.ts';
import { forgetWrappingKey, headerFile, wrapVault } from './rewrap.ts';
import type { Vault } from './types.ts';

/** Characters; NIST SP 800-63B asks for 8 at least, this key guards a stolen laptop. */
export const shortestPassphrase = 12;

export interface VaultOptions {
  readonly ports: Pick<Ports, 'crypto' | 'random' | 'keychain' | 'files' | 'clock' | 'log' | 'newId'>;
}

/** The vault of one profile directory. Opened by two factors together: the passphrase and the keychain's wrapping key. */
export function createVault({ ports }: VaultOptions): Vault {
  const { files, random } = ports;
  const attempts = createAttemptLog(ports);

  const readHeader = (): Result<Header | undefined, IpcProblem> => {
    const bytes = files.read(headerFile);
    if (bytes.ok) return decodeHeader(ports.crypto, bytes.value);
    if (bytes.problem.kind !== 'missing') return fail(storageProblem(bytes.problem));
    // A journal without a header is a vault whose header was lost, never a first run.
    return files.exists('journal.db')
      ? fail(problem('vault_damaged', { detail: 'header_missing' }))
      : ok(undefined);
  };

  const requireHeader = (): Result<Header, IpcProblem> => {
    const header = readHeader();
    if (!header.ok) return header;
    return header.value ? ok(header.value) : fail(problem('wrong_phase', { detail: 'no_vault' }));
  };

  /** One at a time: tries at once must not outrun the delay, nor changes at once share a wrapping key's entry. */
  const inTurn = createTurns();

  /** The vault key, for whoever has both factors. */
  const enter = async (passphrase: string): Promise<Result<Entered, IpcProblem>> => {
    const header = requireHeader();
    if (!header.ok) return header;
    const waitMs = attempts.waitMs();
    if (waitMs > 0) return fail(problem('rate_limited', { waitMs }));
    const wrappingKey = await readWrappingKey(ports, header.value);
    if (!wrappingKey.ok) return wrappingKey;
    const begun = attempts.begin();
    if (!begun.ok) return begun;
    const { kdf, vaultId, sealedVaultKey } = header.value;
    const kek = await deriveKek(ports, { passphrase, wrappingKey: wrappingKey.value, kdf, vaultId });
    const vaultKey = openVaultKey(ports, kek, sealedVaultKey, header.value);
    kek.fill(0);
    wrappingKey.value.fill(0);
    if (!vaultKey) return fail(problem('wrong_passphrase', { waitMs: attempts.waitMs() }));
    const succeeded = attempts.succeeded();
    if (succeeded.ok) return ok({ header: header.value, vaultKey });
    vaultKey.fill(0);
    return succeeded;
  };

  const vault: Vault = {
    owner: () => {
      const header = readHeader();
      return header.ok ? ok(header.value?.owner) : header;
    },

    create: async (passphrase, owner, deviceKey) => {
      const weak = weakness(passphrase);
      if (weak) return fail(weak);
      const existing = readHeader();
      if (!existing.ok) return existing;
      if (existing.value) return fail(problem('wrong_phase', { detail: 'vault_exists' }));
      const vaultId = ports.newId();
      const vaultKey = random.bytes(32);
      const devicePublicKey = toBase64(deviceKey.publicKey);
      const derived = deriveKeys(ports, vaultKey, vaultId);
      const identity = { vaultId, devicePublicKey };
      const sealedDeviceSeed = sealDeviceSeed(ports, derived.deviceWrapKey, deviceKey.seed, identity);
      for (const key of Object.values(derived)) key.fill(0);
      const kept = {
        format: 1,
        ...identity,
        owner,
        sealedDeviceSeed,
      } as const;
      const header = await wrapVault(ports, kept, { generation: 1, passphrase, vaultKey });
      if (!header.ok) {
        vaultKey.fill(0);
        // A header that reached the disk although its folder could not be synced still needs its key.
        if (!files.exists(headerFile)) await forgetWrappingKey(ports, vaultId, 1);
        return header;
      }
      return openVault(ports, header.value, vaultKey);
    },

    unlock: async passphrase => {
      const entered = await enter(passphrase);
      if (!entered.ok) return entered;
      const { header, vaultKey } = entered.value;
      // A crash during the last change of the passphrase may have left the key before.
      if (header.generation > 1) await forgetWrappingKey(ports, header.vaultId, header.generation - 1);
      return openVault(ports, header, vaultKey);
    },

    changePassphrase: async (from, to) => {
      const weak = weakness(to);
      if (weak) return fail(weak);
      const entered = await enter(from);
      if (!entered.ok) return entered;
      const { header, vaultKey } = entered.value;
      const generation = header.generation + 1;
      const wrapped = await wrapVault(ports, header, { generation, passphrase: to, vaultKey });
      vaultKey.fill(0);
      if (!wrapped.ok) return wrapped;
      await forgetWrappingKey(ports, header.vaultId, header.generation);
      return ok(undefined);
    },

    replaceDevice: async (passphrase, register) => {
      const entered = await enter(passphrase);
      if (!entered.ok) return entered;
      const { header, vaultKey } = entered.value;
      const device = await register();
      if (!device.ok) {
        vaultKey.fill(0);
        return device;
      }
      const { deviceId, deviceKey } = device.value;
      const devicePublicKey = toBase64(deviceKey.publicKey);
      const identity = { vaultId: header.vaultId, devicePublicKey };
      const derived = deriveKeys(ports, vaultKey, header.vaultId);
      const sealedDeviceSeed = sealDeviceSeed(ports, derived.deviceWrapKey, deviceKey.seed, identity);
      for (const key of Object.values(derived)) key.fill(0);
      const kept = { ...header, ...identity, owner: { ...header.owner, deviceId }, sealedDeviceSeed };
      const generation = header.generation + 1;
      const wrapped = await wrapVault(ports, kept, { generation, passphrase, vaultKey });
      vaultKey.fill(0);
      if (!wrapped.ok) return wrapped;
      await forgetWrappingKey(ports, header.vaultId, header.generation);
      return device;
    },
  };
  return {
    owner: vault.owner,
    replaceDevice: (passphrase, register) => inTurn(() => vault.replaceDevice(passphrase, register)),
    create: (...input) => inTurn(() => vault.create(...input)),
    unlock: passphrase => inTurn(() => vault.unlock(passphrase)),
    changePassphrase: (...input) => inTurn(() => vault.changePassphrase(...input)),
  };
}

interface Entered {
  readonly header: Header;
  readonly vaultKey: Bytes;
}

function weakness(passphrase: string): IpcProblem | undefined {
  if (passphraseLength(passphrase) < shortestPassphrase) {
    return problem('weak_passphrase', { counts: { shortest: shortestPassphrase } });
  }
  return undefined;
}

async function readWrappingKey(
  ports: VaultOptions['ports'],
  header: Header,
): Promise<Result<Bytes, IpcProblem>> {
  const name = wrappingKeyName(header.vaultId, header.generation);
  const read = await readEntry(ports.keychain, name, keychainEntries['wrapping-key']);
  if (!read.ok) return read;
  if (!read.value) return fail(problem('keychain_changed', { detail: 'entry_gone' }));
  if (wrappingKeyCheck(ports, read.value, header.vaultId) !== header.wrappingKeyCheck) {
    return fail(problem('keychain_changed', { detail: 'entry_differs' }));
  }
  return ok(read.value);
}
