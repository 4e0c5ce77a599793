import { AsyncEntry } from '@napi-rs/keyring';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Keychain, KeychainFault } from '../ports.ts';

const service = 'Sealdesk';
/** Long enough for a person to answer the system's unlock prompt. */
const answerWithinMs = 60_000;

/**
 * Secret Service on Linux, Keychain on macOS, Credential Manager on Windows. The Linux store is pinned: the library's own
 * choice falls back to the kernel keyring, which is empty after a reboot, and with it the vault would be lost.
 */
export function createKeychain(): Keychain {
  const entryOf = (name: string) => new AsyncEntry(service, name, { linux: { store: 'secret-service' } });
  return {
    read: entry =>
      bounded(async () => {
        const secret = await entryOf(entry).getSecret();
        return secret === null ? undefined : Uint8Array.from(secret);
      }),
    write: (entry, secret) =>
      bounded(async () => {
        // The library resolves with null, whatever its types say.
        await entryOf(entry).setSecret(secret);
      }),
    remove: entry =>
      bounded(async () => {
        await entryOf(entry).deleteCredential();
      }),
  };
}

async function bounded<T>(run: () => Promise<T>): Promise<Result<T, KeychainFault>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Result<T, KeychainFault>>(resolve => {
    timer = setTimeout(() => resolve(fail({ kind: 'locked', detail: 'no_answer' })), answerWithinMs);
  });
  try {
    return await Promise.race([late, answered(run)]);
  } finally {
    clearTimeout(timer);
  }
}

async function answered<T>(run: () => Promise<T>): Promise<Result<T, KeychainFault>> {
  try {
    return ok(await run());
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return fail({ kind: keychainFaultKind(error.message), detail: error.message });
  }
}

// The library has one error code for everything; its words are what tells the cases apart.
const lockedWords = [
  'prompt was dismissed',
  'prompt dismissed',
  'object locked',
  // macOS: errSecInteractionNotAllowed, errSecAuthFailed, errSecUserCanceled
  'interaction is not allowed',
  'user canceled',
  'passphrase you entered is not correct',
];
const missingWords = [
  'dbus error',
  'd-bus error',
  'no dbus session',
  'no secret service provider',
  // There is a service, but no default collection to write to.
  'no result found',
  // Windows: ERROR_NO_SUCH_LOGON_SESSION
  'logon session does not exist',
  // macOS: errSecNoDefaultKeychain, errSecNotAvailable
  'default keychain could not be found',
  'no keychain is available',
];

/** Tells by the library's message whether there is no keychain, it is locked, or it failed. */
export function keychainFaultKind(message: string): KeychainFault['kind'] {
  const words = message.toLowerCase();
  if (lockedWords.some(word => words.includes(word))) return 'locked';
  if (missingWords.some(word => words.includes(word))) return 'missing';
  return 'failed';
}
