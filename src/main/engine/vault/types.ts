import type { Bytes } from '../../../shared/bytes.ts';
import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import type { Result } from '../../../shared/result.ts';

/** Who this vault belongs to; readable while locked, authenticated on unlock. */
export interface VaultOwner {
  readonly email: string;
  readonly userId: string;
  readonly userName: string;
  readonly roles: readonly string[];
  readonly deviceId: string;
  readonly deviceName: string;
  readonly backendUrl: string;
}

/** What an unlocked vault gives: keys by purpose, never the vault key itself. */
export interface OpenVault {
  readonly owner: VaultOwner;
  readonly journalKey: Bytes;
  readonly cacheKey: Bytes;
  readonly headMacKey: Bytes;
  readonly devicePublicKey: Bytes;
  /** Ed25519 with the device's key; every use of the key has its own prefix inside `message`. */
  sign(message: Uint8Array): Bytes;
  /** Secrets in the keychain that belong to this vault. */
  readRefreshToken(): Promise<Result<string | undefined, IpcProblem>>;
  writeRefreshToken(token: string): Promise<Result<void, IpcProblem>>;
  forgetRefreshToken(): Promise<Result<void, IpcProblem>>;
  readAnchor(): Promise<Result<Bytes | undefined, IpcProblem>>;
  writeAnchor(anchor: Uint8Array): Promise<Result<void, IpcProblem>>;
}

export interface DeviceKey {
  readonly seed: Bytes;
  readonly publicKey: Bytes;
}

export interface NewDevice {
  readonly deviceId: string;
  readonly deviceKey: DeviceKey;
}

export interface Vault {
  /** The header's owner; undefined where there is no vault yet. */
  owner(): Result<VaultOwner | undefined, IpcProblem>;
  create(passphrase: string, owner: VaultOwner, deviceKey: DeviceKey): Promise<Result<OpenVault, IpcProblem>>;
  /**
   * Wrong passphrases are delayed: 1 s, doubling to 60 s, across restarts. `wrong_passphrase` says in `waitMs` when the
   * next try makes sense; one made earlier is `rate_limited` and not looked at.
   */
  unlock(passphrase: string): Promise<Result<OpenVault, IpcProblem>>;
  changePassphrase(from: string, to: string): Promise<Result<void, IpcProblem>>;
  /**
   * Gives the vault to another device, which `register` makes once the passphrase has been found right; what it refuses
   * is refused. The databases keep their keys; an open vault keeps the old device until it is opened again.
   */
  replaceDevice<D extends NewDevice>(
    passphrase: string,
    register: () => Promise<Result<D, IpcProblem>>,
  ): Promise<Result<D, IpcProblem>>;
}
