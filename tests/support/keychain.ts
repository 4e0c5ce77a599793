import type { Keychain, KeychainFault } from '../../src/main/engine/ports.ts';
import { fail, ok } from '../../src/shared/result.ts';

export interface MemoryKeychain extends Keychain {
  /** By entry name; tests may look at, copy back and remove what is kept. */
  readonly entries: Map<string, Uint8Array<ArrayBuffer>>;
  /** Every call fails so until it is undefined again. */
  refuse(fault: KeychainFault | undefined): void;
}

/** A keychain that lasts as long as the test holds it. For unit tests alone. */
export function memoryKeychain(): MemoryKeychain {
  const entries = new Map<string, Uint8Array<ArrayBuffer>>();
  let refusal: KeychainFault | undefined;
  return {
    entries,
    refuse: fault => {
      refusal = fault;
    },
    read: async entry => {
      const kept = entries.get(entry);
      return refusal ? fail(refusal) : ok(kept && new Uint8Array(kept));
    },
    write: async (entry, secret) => {
      if (refusal) return fail(refusal);
      entries.set(entry, new Uint8Array(secret));
      return ok(undefined);
    },
    remove: async entry => {
      if (refusal) return fail(refusal);
      entries.delete(entry);
      return ok(undefined);
    },
  };
}
