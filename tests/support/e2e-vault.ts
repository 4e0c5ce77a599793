import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPorts } from '../../src/main/engine/adapters/index.ts';
import { integer } from '../../src/main/engine/cache/index.ts';
import type { Database } from '../../src/main/engine/ports.ts';
import { headerFile } from '../../src/main/engine/vault/rewrap.ts';
import { wrappingKeyName } from '../../src/main/engine/vault/keychain-entries.ts';
import { createVault } from '../../src/main/engine/vault/index.ts';
import { z } from '../../src/shared/zod.ts';

const fileSchema = z.object({ header: z.object({ vaultId: z.string(), generation: z.int() }) });

const portsOf = (profile: string) => createPorts({ profileDirectory: profile, log: () => undefined });

/** Takes the vault's half of the key out of the system keychain; the returned function puts it back. */
export async function loseKeychainEntry(profile: string): Promise<() => Promise<void>> {
  const { header } = fileSchema.parse(JSON.parse(readFileSync(join(profile, headerFile), 'utf8')));
  const { keychain } = portsOf(profile);
  const name = wrappingKeyName(header.vaultId, header.generation);
  const kept = await keychain.read(name);
  if (!kept.ok || kept.value === undefined) throw new Error('the keychain has no key of this vault');
  const secret = kept.value;
  const removed = await keychain.remove(name);
  if (!removed.ok) throw new Error(`the key can't be removed: ${removed.problem.kind}`);
  return async () => {
    const written = await keychain.write(name, secret);
    if (!written.ok) throw new Error(`the key can't be put back: ${written.problem.kind}`);
  };
}

/** A database of a workstation that is not running, for as long as the function takes. */
async function inDatabase<T>(
  profile: string,
  passphrase: string,
  name: 'cache' | 'journal',
  use: (database: Database) => T,
): Promise<T> {
  const ports = portsOf(profile);
  const vault = await createVault({ ports }).unlock(passphrase);
  if (!vault.ok) throw new Error(`the vault does not open: ${vault.problem.kind}`);
  const { cacheKey, journalKey } = vault.value;
  const key = name === 'cache' ? cacheKey : journalKey;
  const opened = ports.databases.open(join(profile, `${name}.db`), key, 'normal');
  if (!opened.ok) throw new Error(`the ${name} does not open: ${opened.problem.kind}`);
  try {
    return use(opened.value);
  } finally {
    opened.value.close();
  }
}

/** Makes the cache of a workstation that is not running look as if a later version had written it. */
export const ageCache = (profile: string, passphrase: string): Promise<void> =>
  inDatabase(profile, passphrase, 'cache', cache => cache.exec('PRAGMA user_version = 9999'));

/** Where the journal's small table of its own state lies in its file: a page that every opening reads and no entry is in. */
export const journalStatePage = (
  profile: string,
  passphrase: string,
): Promise<{ readonly from: number; readonly bytes: number }> =>
  inDatabase(profile, passphrase, 'journal', journal => {
    const bytes = integer(journal.prepare('PRAGMA page_size').get() ?? {}, 'page_size');
    const root = journal.prepare(`SELECT rootpage FROM sqlite_master WHERE name = 'state'`).get() ?? {};
    return { from: (integer(root, 'rootpage') - 1) * bytes, bytes };
  });
