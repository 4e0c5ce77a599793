import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Keychain } from '../../src/main/engine/ports.ts';
import { ok } from '../../src/shared/result.ts';

/** A keychain in a folder, for tests that kill the process which uses it: what was written is there for the next one. */
export function fileKeychain(folder: string): Keychain {
  mkdirSync(folder, { recursive: true });
  const path = (entry: string): string => join(folder, createHash('sha256').update(entry).digest('hex'));
  return {
    read: async entry => {
      try {
        return ok(new Uint8Array(readFileSync(path(entry))));
      } catch {
        return ok(undefined);
      }
    },
    write: async (entry, secret) => {
      writeFileSync(`${path(entry)}.new`, secret);
      renameSync(`${path(entry)}.new`, path(entry));
      return ok(undefined);
    },
    remove: async entry => {
      rmSync(path(entry), { force: true });
      return ok(undefined);
    },
  };
}
